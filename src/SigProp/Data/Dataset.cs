namespace SigProp.Data;

/// <summary>Rows to learn from, in memory: features, row by row, and of each row its class, or the values to predict (regression); and how much
/// it weighs.</summary>
public sealed class Dataset
{
    /// <summary>Makes a data set of classes from arrays, which it keeps and does not copy.</summary>
    /// <param name="features">Rows of <paramref name="width"/> features, one after the other; all finite.</param>
    /// <param name="width">Features a row, at least 1.</param>
    /// <param name="labels">The class of each row, from 0 to <paramref name="classCount"/> - 1.</param>
    /// <param name="classCount">How many classes there are, at least 2.</param>
    /// <param name="weights">How much each row weighs, finite and at least 0, not all 0; null (default) where all weigh 1.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, a value is not finite, a label is out of range, or the weights are not as
    /// said.</exception>
    public Dataset(float[] features, int width, int[] labels, int classCount, float[]? weights = null)
        : this(features, width, labels, classCount, [], 0, weights)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        if (features.LongLength != (long)labels.Length * width)
        {
            throw new ArgumentException(
                $"{labels.Length} labels with {width} features each need {(long)labels.Length * width} values; {features.Length} were given.",
                nameof(features));
        }

        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classCount)
            {
                throw new ArgumentException(
                    $"The label of row {i} (counted from 0) is {labels[i]}; with {classCount} classes it must lie in 0 to {classCount - 1}.",
                    nameof(labels));
            }
        }

        Guard.AllFinite(features, nameof(features), width);
        CheckWeights(weights, labels.Length);
    }

    // Checks nothing: the callers do.
    private Dataset(float[] features, int width, int[] labels, int classCount, float[] values, int outputs, float[]? weights)
    {
        Features = features;
        Width = width;
        Labels = labels;
        ClassCount = classCount;
        TargetValues = values;
        Outputs = outputs;
        SampleWeights = weights;
    }

    /// <summary>Number of rows.</summary>
    public int Count => Features.Length / Width;

    /// <summary>Features a row.</summary>
    public int Width { get; }

    /// <summary>Whether the rows hold values to predict, and not classes.</summary>
    public bool IsRegression => Outputs > 0;

    /// <summary>Number of classes; 0 for regression.</summary>
    public int ClassCount { get; }

    /// <summary>Values to predict a row; 0 where the rows hold classes.</summary>
    public int Outputs { get; }

    /// <summary>Whether the rows were given weights.</summary>
    public bool HasWeights => SampleWeights is not null;

    internal float[] Features { get; }

    /// <summary>The class of each row; empty for regression.</summary>
    internal int[] Labels { get; }

    /// <summary>The values to predict, [Count, Outputs] row by row; empty where the rows hold classes.</summary>
    internal float[] TargetValues { get; }

    /// <summary>What each row weighs; null where all weigh 1.</summary>
    internal float[]? SampleWeights { get; }

    /// <summary>Makes a data set for regression from arrays, which it keeps and does not copy.</summary>
    /// <param name="features">Rows of <paramref name="width"/> features, one after the other; all finite.</param>
    /// <param name="width">Features a row, at least 1.</param>
    /// <param name="values">The values to predict, [rows, <paramref name="outputs"/>] row by row; all finite.</param>
    /// <param name="outputs">Values a row, at least 1; default 1.</param>
    /// <param name="weights">How much each row weighs, finite and at least 0, not all 0; null (default) where all weigh 1.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, a value is not finite, or the weights are not as said.</exception>
    public static Dataset ForRegression(float[] features, int width, float[] values, int outputs = 1, float[]? weights = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        int rows = values.Length / outputs;
        if (rows * outputs != values.Length)
        {
            throw new ArgumentException($"{values.Length} values are not a whole number of rows of {outputs} outputs.", nameof(values));
        }

        if (features.LongLength != (long)rows * width)
        {
            throw new ArgumentException(
                $"{rows} rows of values with {width} features each need {(long)rows * width} features; {features.Length} were given.",
                nameof(features));
        }

        Guard.AllFinite(features, nameof(features), width);
        Guard.AllFinite(values, nameof(values), outputs);
        CheckWeights(weights, rows);
        return new Dataset(features, width, [], 0, values, outputs, weights);
    }

    /// <summary>Makes a data set of rows that were checked one by one, and all of which may weigh nothing.</summary>
    internal static Dataset Trusted(float[] features, int width, int[] labels, int classCount, float[] values, int outputs, float[]? weights)
        => new(features, width, labels, classCount, values, outputs, weights);

    /// <summary>The features of row <paramref name="index"/>.</summary>
    public ReadOnlySpan<float> Row(int index) => Features.AsSpan(index * Width, Width);

    /// <summary>The class of row <paramref name="index"/>.</summary>
    /// <exception cref="InvalidOperationException">The rows hold values to predict.</exception>
    public int Label(int index)
        => IsRegression ? throw new InvalidOperationException("The data are for regression: their rows have no class.") : Labels[index];

    /// <summary>The values to predict of row <paramref name="index"/>, <see cref="Outputs"/> of them.</summary>
    /// <exception cref="InvalidOperationException">The rows hold classes.</exception>
    public ReadOnlySpan<float> Values(int index)
        => IsRegression
            ? TargetValues.AsSpan(index * Outputs, Outputs)
            : throw new InvalidOperationException("The data are for classification: their rows have a class and no values.");

    /// <summary>What row <paramref name="index"/> weighs; 1 where no weights were given.</summary>
    public float Weight(int index) => SampleWeights is float[] weights ? weights[index] : 1f;

    /// <summary>A new data set of the rows named, in that order.</summary>
    public Dataset Select(ReadOnlySpan<int> rows)
    {
        float[] features = new float[checked(rows.Length * Width)];
        int[] labels = new int[IsRegression ? 0 : rows.Length];
        float[] values = new float[checked(rows.Length * Outputs)];
        float[]? weights = SampleWeights is null ? null : new float[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            Row(rows[i]).CopyTo(features.AsSpan(i * Width));
            weights?[i] = SampleWeights![rows[i]];
            if (IsRegression)
            {
                Values(rows[i]).CopyTo(values.AsSpan(i * Outputs));
            }
            else
            {
                labels[i] = Labels[rows[i]];
            }
        }

        // Not checked again: all was checked once, and a few rows may well weigh nothing.
        return new Dataset(features, Width, labels, ClassCount, values, Outputs, weights);
    }

    private static void CheckWeights(float[]? weights, int rows)
    {
        if (weights is null)
        {
            return;
        }

        if (weights.Length != rows)
        {
            throw new ArgumentException($"{weights.Length} weights do not go with {rows} rows; each row needs one.", nameof(weights));
        }

        bool any = rows == 0;
        for (int i = 0; i < rows; i++)
        {
            if (!(weights[i] >= 0 && float.IsFinite(weights[i])))
            {
                throw new ArgumentException(
                    $"The weight of row {i} (counted from 0) is {weights[i]}; it must be finite and at least 0.", nameof(weights));
            }

            any |= weights[i] > 0;
        }

        if (!any)
        {
            throw new ArgumentException($"The weights of all {rows} rows are 0; at least one must be above 0.", nameof(weights));
        }
    }
}
