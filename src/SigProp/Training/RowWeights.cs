using SigProp.Data;

namespace SigProp.Training;

/// <summary>What rows weigh in every loss: their own weight times their class's, scaled so that the mean over the rows learned from is 1.</summary>
internal sealed class RowWeights
{
    private readonly float[]? _classWeights;
    private readonly double _mean = 1;

    public RowWeights(TrainingSplit split, ClassWeighting classes)
    {
        Dataset data = split.Data;
        if (classes == ClassWeighting.Balanced && !data.IsRegression)
        {
            double[] totals = new double[data.ClassCount];
            foreach (int row in split.Rows)
            {
                totals[data.Label(row)] += data.Weight(row);
            }

            _classWeights = [.. totals.Select(t => t > 0 ? (float)(totals.Sum() / t) : 0f)];
        }

        AreEven = _classWeights is null && !data.HasWeights;
        if (!AreEven)
        {
            _mean = split.Rows.Sum(row => (double)Raw(data, row)) / split.Rows.Length;
        }
    }

    /// <summary>From sums over the rows to learn from.</summary>
    /// <param name="totals">Of each class the sum of its rows' own weights; of regression one sum.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="hasWeights">Whether rows have weights of their own.</param>
    /// <param name="balanced">Whether all classes together weigh the same.</param>
    public RowWeights(double[] totals, long rows, bool hasWeights, bool balanced)
    {
        double all = totals.Sum();
        _classWeights = balanced ? [.. totals.Select(t => t > 0 ? (float)(all / t) : 0f)] : null;
        AreEven = _classWeights is null && !hasWeights;
        if (!AreEven)
        {
            _mean = totals.Select((t, label) => t * (_classWeights?[label] ?? 1f)).Sum() / rows;
        }
    }

    /// <summary>Whether all rows to learn from weigh 1.</summary>
    public bool AreEven { get; }

    /// <summary>Whether no row weighs anything.</summary>
    public bool AreZero => !(_mean > 0);

    // Validation rows may have weights where those to learn from have none.
    public float Of(Dataset data, int row) => (float)(Raw(data, row) / _mean);

    /// <summary>What a row weighs that has a class, which regression does without, and a weight of its own.</summary>
    public float Of(int label, float weight) => (float)(Raw(label, weight) / _mean);

    // Validation rows may be of a class that no row to learn from is of.
    private float Raw(Dataset data, int row) => Raw(_classWeights is null ? 0 : data.Label(row), data.Weight(row));

    private float Raw(int label, float weight)
        => weight * (_classWeights is null ? 1f : (uint)label < (uint)_classWeights.Length ? _classWeights[label] : 0f);
}
