using SigProp.Numerics;

namespace SigProp.Data;

/// <summary>Corrects the levels of predictive distributions by what rows held out were seen to do (Kuleshov, Fenner and Ermon 2018): where only 70 of
/// 100 values lay below the quantile of level 0.9, a higher level is asked for, so that 90 do.</summary>
internal sealed class Calibration
{
    /// <summary>Nominal levels in the table: 0, 0.01, ..., 1.</summary>
    public const int Entries = 101;

    /// <summary>Rows it takes; with fewer, levels stay as they are.</summary>
    public const int LeastRows = 50;

    /// <summary>Puts a calibration together that was found before.</summary>
    /// <exception cref="ArgumentException">The levels are not as many as said, or do not ascend within [0, 1], or the edges do not ascend.</exception>
    public Calibration(float[] levels, float[] edges, float[]? margins = null)
    {
        if (!IsTable(levels))
        {
            throw new ArgumentException($"A calibration is {Entries} levels that ascend within [0, 1].", nameof(levels));
        }

        if (margins is not null && (margins.Length != Entries || !margins.All(float.IsFinite)))
        {
            throw new ArgumentException($"The margins of intervals are {Entries} finite numbers.", nameof(margins));
        }

        bool edged = edges.Length >= 3 && float.IsFinite(edges[0]) && float.IsFinite(edges[^1]);
        for (int i = 1; edged && i < edges.Length; i++)
        {
            edged = edges[i] > edges[i - 1];
        }

        if (!edged)
        {
            throw new ArgumentException("The edges of bins are at least 3 finite numbers that ascend.", nameof(edges));
        }

        Levels = levels;
        Edges = edges;
        Margins = margins ?? new float[Entries];
    }

    /// <summary>The level to ask for, for each nominal level 0, 0.01, ..., 1.</summary>
    public float[] Levels { get; }

    /// <summary>The bins' edges, and before and behind them how far the tails go; [Count + 3], in standardised units.</summary>
    public float[] Edges { get; }

    /// <summary>What the interval of each coverage 0, 0.01, ..., 1 is widened by at both ends, in standardised units; below 0 it is narrowed.</summary>
    public float[] Margins { get; }

    /// <summary>Learns from rows held out.</summary>
    /// <param name="bins">The bins.</param>
    /// <param name="p">The probabilities of the bins for each row, [n, Count].</param>
    /// <param name="standardized">The value of each row, standardised.</param>
    public static Calibration Fit(QuantileBins bins, in MatrixView p, ReadOnlySpan<float> standardized)
    {
        float[] edges = WithTails(bins.Edges, standardized);
        double[] levels = new double[standardized.Length];
        for (int i = 0; i < levels.Length; i++)
        {
            levels[i] = PredictiveDistribution.LevelOf(p.Row(i), edges, standardized[i]);
        }

        return new Calibration(Table(levels), edges, MarginTable(p, edges, standardized));
    }

    /// <summary>The table for levels at which the values of rows held out lay.</summary>
    public static float[] Table(ReadOnlySpan<double> levels)
    {
        double[] sorted = levels.ToArray();
        Array.Sort(sorted);
        float[] table = new float[Entries];
        for (int i = 0; i < Entries; i++)
        {
            double nominal = i / (Entries - 1.0);
            table[i] = (float)(sorted.Length < LeastRows ? nominal : OrderStatistic(sorted, nominal));
        }

        return table;
    }

    /// <summary>The level to ask a distribution for, so that a part <paramref name="nominal"/> of the values lies below the answer.</summary>
    public double LevelFor(double nominal) => Read(Levels, nominal);

    /// <summary>The standardised value below which a part <paramref name="nominal"/> of the values lies.</summary>
    /// <param name="p">The probabilities of the bins.</param>
    /// <param name="nominal">The part, in [0, 1].</param>
    public float Quantile(ReadOnlySpan<float> p, double nominal) => PredictiveDistribution.Quantile(p, Edges, LevelFor(nominal));

    /// <summary>The ends of the interval in which a value lies with a probability: the distribution's own central interval, widened by what rows held
    /// out have shown to be lacking (conformalized quantile regression; Romano, Patterson and Candes 2019). Recalibrated quantiles would not do:
    /// where many values are equal, such as prices that stop at a limit, the level that parts 5 % off lies so near to 1 that it says nothing.</summary>
    /// <param name="p">The probabilities of the bins.</param>
    /// <param name="coverage">The probability, in [0, 1].</param>
    public (float Lower, float Upper) Interval(ReadOnlySpan<float> p, double coverage)
    {
        float margin = (float)Read(Margins, coverage);
        (float lower, float upper) = Central(p, Edges, coverage);
        return lower - margin <= upper + margin ? (lower - margin, upper + margin) : ((lower + upper) / 2, (lower + upper) / 2);
    }

    private static (float Lower, float Upper) Central(ReadOnlySpan<float> p, float[] edges, double coverage)
        => (PredictiveDistribution.Quantile(p, edges, (1 - coverage) / 2), PredictiveDistribution.Quantile(p, edges, (1 + coverage) / 2));

    // e_i = max(lower_i - y_i, y_i - upper_i): by how much an interval must be wider to hold row i; the margin is its quantile at the coverage.
    private static float[] MarginTable(in MatrixView p, float[] edges, ReadOnlySpan<float> values)
    {
        float[] table = new float[Entries];
        double[] lacking = new double[values.Length];
        for (int entry = 0; values.Length >= LeastRows && entry < Entries; entry++)
        {
            double coverage = entry / (Entries - 1.0);
            for (int i = 0; i < lacking.Length; i++)
            {
                (float lower, float upper) = Central(p.Row(i), edges, coverage);
                lacking[i] = Math.Max(lower - values[i], values[i] - upper);
            }

            Array.Sort(lacking);
            int rank = (int)Math.Ceiling(coverage * (lacking.Length + 1)) - 1;
            table[entry] = (float)lacking[Math.Clamp(rank, 0, lacking.Length - 1)];
        }

        return table;
    }

    private static bool IsTable(float[] levels)
    {
        bool ascending = levels.Length == Entries && levels[0] >= 0 && levels[^1] <= 1;
        for (int i = 1; ascending && i < levels.Length; i++)
        {
            ascending = levels[i] >= levels[i - 1];
        }

        return ascending;
    }

    private static double Read(float[] table, double nominal)
    {
        double at = Math.Clamp(nominal, 0, 1) * (Entries - 1);
        int below = Math.Min((int)at, Entries - 2);
        return table[below] + ((at - below) * ((double)table[below + 1] - table[below]));
    }

    // The u-th quantile of n sorted levels is the u (n + 1)-th, and those of 0 and n + 1 are 0 and 1: a new value then lies below it with
    // probability u exactly, on average over the rows held out. The u n-th would be too low, and too narrow intervals the result.
    private static double OrderStatistic(double[] sorted, double u)
    {
        double at = u * (sorted.Length + 1);
        int below = Math.Min((int)at, sorted.Length);
        double low = below == 0 ? 0 : sorted[below - 1], high = below == sorted.Length ? 1 : sorted[below];
        return low + ((at - below) * (high - low));
    }

    // A tail is as wide as the bin beside it, or wider where a row held out lies farther out. So these rows' levels lie within 0 and 1, and every
    // level between has a value.
    private static float[] WithTails(float[] edges, ReadOnlySpan<float> values)
    {
        float low = Math.Min(edges[0] - (edges[1] - edges[0]), float.BitDecrement(edges[0]));
        float high = Math.Max(edges[^1] + (edges[^1] - edges[^2]), float.BitIncrement(edges[^1]));
        foreach (float value in values)
        {
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        return [low, .. edges, high];
    }
}
