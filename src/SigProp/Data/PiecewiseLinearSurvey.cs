using SigProp.Numerics;

namespace SigProp.Data;

/// <summary>Learns from rows one by one into which pieces the numbers' ranges are cut: between quantiles of a sample of the rows. A number that takes two
/// values only, as the columns of categories do, needs no pieces; it is scaled to a range of 1, whereas a standard deviation, small where one of the
/// values is rare, would make more of it than of all others.</summary>
/// <param name="width">Numbers of a row, at least 1.</param>
/// <param name="bins">Pieces of a number's range, at most; 0 for none, null for <see cref="BinsFor"/>.</param>
public sealed class PiecewiseLinearSurvey(int width, int? bins)
{
    // Quantiles of so many rows are as good as those of all.
    private const int SampleRows = 8192;

    // Wider rows are texts or images, whose numbers are many and alike.
    private const int MostNumbers = 1024;

    private const int MostBins = 48;
    private const int FewestBins = 8;
    private const int MostPieces = 480;
    private const long MostValues = 1L << 27;
    private const int RowsABin = 64;

    private readonly float[] _first = new float[width];
    private readonly float[] _second = new float[width];
    private readonly byte[] _values = new byte[width];
    private readonly List<float[]> _sample = [];
    private readonly bool _isCut = bins is null ? width <= MostNumbers : bins > 0;
    private RandomStream _random = RandomKey.FromSeed(0).Split("piecewise").Stream();
    private long _count;

    /// <summary>Pieces of a number's range where none are asked for: 48, or fewer, so that there are at most 480 in all, 64 rows each, and in all
    /// rows together 134 million, which are half a gigabyte; none where there would be fewer than 8.</summary>
    /// <param name="numbers">Numbers with three values or more.</param>
    /// <param name="rows">Rows to learn from.</param>
    public static int BinsFor(int numbers, long rows)
    {
        long pieces = Math.Min(MostPieces, MostValues / Math.Max(rows, 1));
        int suitable = (int)Math.Min(Math.Min(MostBins, pieces / Math.Max(numbers, 1)), rows / RowsABin);
        return suitable >= FewestBins ? suitable : 0;
    }

    /// <summary>Takes in a row.</summary>
    /// <exception cref="ArgumentException">The row has another number of numbers.</exception>
    public void Add(ReadOnlySpan<float> row)
    {
        if (row.Length != width)
        {
            throw new ArgumentException($"A row has {row.Length} numbers; the others have {width}.", nameof(row));
        }

        for (int j = 0; j < row.Length; j++)
        {
            Count(j, row[j]);
        }

        // Each row is in the sample with the same probability (Vitter 1985, algorithm R).
        _count++;
        if (!_isCut)
        {
            return;
        }

        if (_sample.Count < SampleRows)
        {
            _sample.Add(row.ToArray());
        }
        else if ((long)(_random.NextUInt64() % (ulong)_count) is < SampleRows and long place)
        {
            row.CopyTo(_sample[(int)place]);
        }
    }

    /// <summary>What was learned.</summary>
    /// <param name="scaling">How the numbers by themselves are standardised.</param>
    /// <returns>The encoding; a <see cref="StandardScaling"/> where no number has pieces.</returns>
    /// <exception cref="ArgumentException">The scaling is of another number of numbers.</exception>
    public FeatureEncoding ToEncoding(StandardScaling scaling)
    {
        ArgumentNullException.ThrowIfNull(scaling);
        if (scaling.Width != width)
        {
            throw new ArgumentException($"The scaling is of {scaling.Width} numbers; the rows have {width}.", nameof(scaling));
        }

        List<int> sources = [];
        List<float> from = [], to = [], means = [.. scaling.Means], deviations = [.. scaling.Deviations];
        int most = !_isCut ? 0 : bins ?? BinsFor(_values.Count(v => v > 2), _count);
        float[] sorted = new float[_sample.Count];
        for (int j = 0; j < width; j++)
        {
            if (_values[j] == 2 && MathF.Abs(_second[j] - _first[j]) is float range && float.IsFinite(range))
            {
                deviations[j] = range;
            }

            if (_values[j] <= 2 || most == 0)
            {
                continue;
            }

            for (int i = 0; i < sorted.Length; i++)
            {
                sorted[i] = _sample[i][j];
            }

            Array.Sort(sorted);
            Cut(sorted, most, (low, high) =>
            {
                (float mean, float deviation) = Moments(sorted, low, high);
                sources.Add(j);
                from.Add(low);
                to.Add(high);
                means.Add(mean);
                deviations.Add(deviation);
            });
        }

        var scaled = new StandardScaling(means, deviations);
        return sources.Count == 0 ? scaled : new PiecewiseLinearEncoding(sources, from, to, scaled);
    }

    private void Count(int number, float value)
    {
        switch (_values[number])
        {
            case 0:
                _first[number] = value;
                _values[number] = 1;
                break;
            case 1 when value != _first[number]:
                _second[number] = value;
                _values[number] = 2;
                break;
            case 2 when value != _first[number] && value != _second[number]:
                _values[number] = 3;
                break;
        }
    }

    /// <summary>Names the pieces between quantiles; where these are equal there are fewer.</summary>
    private static void Cut(float[] sorted, int most, Action<float, float> take)
    {
        float low = sorted[0];
        for (int k = 1; k <= most; k++)
        {
            float high = sorted[Math.Min(sorted.Length - 1, (int)((long)k * sorted.Length / most))];
            if (high > low)
            {
                take(low, high);
                low = high;
            }
        }
    }

    /// <summary>Mean and standard deviation of the piece over the sample.</summary>
    private static (float Mean, float Deviation) Moments(float[] sorted, float low, float high)
    {
        double mean = 0, squares = 0;
        foreach (float value in sorted)
        {
            mean += Math.Clamp(value, low, high);
        }

        mean /= sorted.Length;
        foreach (float value in sorted)
        {
            double difference = Math.Clamp(value, low, high) - mean;
            squares += difference * difference;
        }

        return ((float)mean, (float)Math.Sqrt(squares / sorted.Length) is > 0 and float deviation ? deviation : 1f);
    }
}
