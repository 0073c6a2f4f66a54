namespace SigProp.Data;

/// <summary>Learns from rows one by one what missing values become: the mean of each feature over the rows that have it, and which features were missing
/// somewhere.</summary>
/// <param name="width">Features a row, at least 1.</param>
public sealed class MissingValueSurvey(int width)
{
    private readonly double[] _sums = new double[width];
    private readonly long[] _present = new long[width];
    private long _count;

    /// <summary>Takes in a row; NaN stands for a missing value, and all else is finite.</summary>
    /// <exception cref="ArgumentException">The row has another number of features.</exception>
    public void Add(ReadOnlySpan<float> row)
    {
        if (row.Length != _sums.Length)
        {
            throw new ArgumentException($"A row has {row.Length} features; the others have {_sums.Length}.", nameof(row));
        }

        for (int j = 0; j < row.Length; j++)
        {
            if (!float.IsNaN(row[j]))
            {
                _sums[j] += row[j];
                _present[j]++;
            }
        }

        _count++;
    }

    /// <summary>What was learned. A feature that no row has becomes 0.</summary>
    /// <param name="hasIndicators">Whether each feature that some rows have and others do not gets a feature beside it which says so.</param>
    public MissingValueImputation ToImputation(bool hasIndicators) => new(
        [.. _sums.Zip(_present, (sum, rows) => rows > 0 ? (float)(sum / rows) : 0f)],
        hasIndicators ? [.. Enumerable.Range(0, _present.Length).Where(j => _present[j] > 0 && _present[j] < _count)] : []);
}
