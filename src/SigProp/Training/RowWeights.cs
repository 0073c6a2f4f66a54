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

    /// <summary>Whether all rows to learn from weigh 1.</summary>
    public bool AreEven { get; }

    /// <summary>Whether no row weighs anything.</summary>
    public bool AreZero => !(_mean > 0);

    // Validation rows may have weights where those to learn from have none.
    public float Of(Dataset data, int row) => (float)(Raw(data, row) / _mean);

    // Validation rows may be of a class that no row to learn from is of.
    private float Raw(Dataset data, int row) => data.Weight(row) * (_classWeights is null ? 1f : _classWeights.ElementAtOrDefault(data.Label(row)));
}
