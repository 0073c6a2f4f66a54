namespace SigProp.Data;

/// <summary>Labelled rows in memory: features, row by row, and the class of each row.</summary>
public sealed class Dataset
{
    /// <summary>Makes a data set of arrays, which it keeps and does not copy.</summary>
    /// <param name="features">Rows of <paramref name="width"/> features, one after the other; all finite.</param>
    /// <param name="width">Features a row, at least 1.</param>
    /// <param name="labels">The class of each row, from 0 to <paramref name="classCount"/> - 1.</param>
    /// <param name="classCount">How many classes there are, at least 2.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, a value is not finite, or a label is out of range.</exception>
    public Dataset(float[] features, int width, int[] labels, int classCount)
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
        Features = features;
        Width = width;
        Labels = labels;
        ClassCount = classCount;
    }

    /// <summary>Number of rows.</summary>
    public int Count => Labels.Length;

    /// <summary>Features a row.</summary>
    public int Width { get; }

    /// <summary>Number of classes.</summary>
    public int ClassCount { get; }

    internal float[] Features { get; }

    internal int[] Labels { get; }

    /// <summary>The features of row <paramref name="index"/>.</summary>
    public ReadOnlySpan<float> Row(int index) => Features.AsSpan(index * Width, Width);

    /// <summary>The class of row <paramref name="index"/>.</summary>
    public int Label(int index) => Labels[index];

    /// <summary>A new data set of the rows named, in that order.</summary>
    public Dataset Select(ReadOnlySpan<int> rows)
    {
        float[] features = new float[checked(rows.Length * Width)];
        int[] labels = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            Row(rows[i]).CopyTo(features.AsSpan(i * Width));
            labels[i] = Labels[rows[i]];
        }

        return new Dataset(features, Width, labels, ClassCount);
    }
}
