using SigProp.Data;
using SigProp.Numerics;

namespace SigProp.Training;

/// <summary>What training has to know of all rows of a stream that it learns from; takes them one by one, in constant memory.</summary>
internal sealed class StreamFacts
{
    /// <summary>Rows whose values are kept to be cut into bins.</summary>
    public const int MostSampled = 100_000;

    private readonly double[] _means;
    private readonly double[] _squares;
    private readonly List<float> _sample = [];
    private RandomStream _random;

    public StreamFacts(RowSource stream, long seed)
    {
        ClassRows = new long[stream.IsRegression ? 1 : stream.ClassCount];
        ClassWeights = new double[ClassRows.Length];
        _means = new double[stream.Outputs];
        _squares = new double[stream.Outputs];
        _random = RandomKey.FromSeed(seed).Split("sample").Stream();
    }

    /// <summary>Number of rows to learn from.</summary>
    public long Rows { get; private set; }

    /// <summary>All rows of the stream; those held out are among them.</summary>
    public long AllRows { get; set; }

    /// <summary>Checksum of all rows; empty where it was not asked for.</summary>
    public string Checksum { get; set; } = "";

    /// <summary>Rows of each class; of regression all.</summary>
    public long[] ClassRows { get; }

    /// <summary>The sum of the rows' own weights of each class; of regression of all.</summary>
    public double[] ClassWeights { get; }

    public void Add(RowBlock block, int index)
    {
        int label = block.Labels[index];
        Rows++;
        ClassRows[label]++;
        ClassWeights[label] += block.Weights[index];
        ReadOnlySpan<float> values = block.ValuesOf(index);
        if (values.Length == 0)
        {
            return;
        }

        // mean_n = mean_(n-1) + (y - mean_(n-1)) / n, and the sum of squares about it (Welford 1962)
        for (int j = 0; j < values.Length; j++)
        {
            double difference = values[j] - _means[j];
            _means[j] += difference / Rows;
            _squares[j] += difference * (values[j] - _means[j]);
        }

        Sample(values[0]);
    }

    /// <summary>The first value of all rows, or of a sample where there are more than <see cref="MostSampled"/>.</summary>
    public float[] SampledValues() => [.. _sample];

    /// <summary>The scaling of each output, over all rows.</summary>
    public StandardScaling OutputScaling()
    {
        float[] deviations = [.. _squares.Select(s => (float)Math.Sqrt(s / Rows)).Select(d => d > 0 ? d : 1f)];
        return new StandardScaling([.. _means.Select(m => (float)m)], deviations);
    }

    // The n-th row takes the place of one of the sample with probability size / n: all are equally likely to be in it (Vitter 1985, algorithm R).
    private void Sample(float value)
    {
        if (_sample.Count < MostSampled)
        {
            _sample.Add(value);
            return;
        }

        long place = (long)(_random.NextUInt64() % (ulong)Rows);
        if (place < MostSampled)
        {
            _sample[(int)place] = value;
        }
    }
}
