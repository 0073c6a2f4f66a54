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
    public Calibration(float[] levels, float[] edges)
    {
        bool ascending = levels.Length == Entries && levels[0] >= 0 && levels[^1] <= 1;
        for (int i = 1; ascending && i < levels.Length; i++)
        {
            ascending = levels[i] >= levels[i - 1];
        }

        if (!ascending)
        {
            throw new ArgumentException($"A calibration is {Entries} levels that ascend within [0, 1].", nameof(levels));
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
    }

    /// <summary>The level to ask for, for each nominal level 0, 0.01, ..., 1.</summary>
    public float[] Levels { get; }

    /// <summary>The bins' edges, and before and behind them how far the tails go; [Count + 3], in standardised units.</summary>
    public float[] Edges { get; }

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

        return new Calibration(Table(levels), edges);
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
    public double LevelFor(double nominal)
    {
        double at = Math.Clamp(nominal, 0, 1) * (Entries - 1);
        int below = Math.Min((int)at, Entries - 2);
        return Levels[below] + ((at - below) * ((double)Levels[below + 1] - Levels[below]));
    }

    /// <summary>The standardised value below which a part <paramref name="nominal"/> of the values lies.</summary>
    /// <param name="p">The probabilities of the bins.</param>
    /// <param name="nominal">The part, in [0, 1].</param>
    public float Quantile(ReadOnlySpan<float> p, double nominal) => PredictiveDistribution.Quantile(p, Edges, LevelFor(nominal));

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
