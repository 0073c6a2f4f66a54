using System.Numerics.Tensors;

namespace SigProp.Data;

/// <summary>What the probabilities of <see cref="QuantileBins"/> say about a value: its cumulative distribution F is piecewise linear over the
/// edges. With two edges more than the bins have, the outermost pieces are tails beyond the bins.</summary>
internal static class PredictiveDistribution
{
    /// <summary>What part of the probability is spread evenly over the pieces, so that F rises strictly: even where the probabilities of many bins
    /// are 0, two values have two levels, and a recalibration can tell them apart.</summary>
    public const double Spread = 1e-3;

    /// <summary>sum_k p_k c_k</summary>
    public static float Expectation(ReadOnlySpan<float> p, ReadOnlySpan<float> centers) => TensorPrimitives.Dot(p, centers);

    /// <summary>The x at which F(x) = <paramref name="level"/>.</summary>
    /// <param name="p">The probabilities of the bins, [K].</param>
    /// <param name="edges">The bins' edges, [K + 1], or with tails [K + 3]; ascending.</param>
    /// <param name="level">The level; the ends at 0 and below, and at 1 and above.</param>
    public static float Quantile(ReadOnlySpan<float> p, ReadOnlySpan<float> edges, double level)
    {
        if (!(level > 0))
        {
            return edges[0];
        }

        (double scale, double floor) = Smoothing(p, edges);
        double below = 0;
        for (int k = 0; k < edges.Length - 1; k++)
        {
            double mass = Mass(p, edges, k, scale, floor);
            if (level < below + mass)
            {
                return (float)(edges[k] + ((edges[k + 1] - (double)edges[k]) * (level - below) / mass));
            }

            below += mass;
        }

        return edges[^1];
    }

    /// <summary>F(<paramref name="value"/>): where the value lies in its distribution (probability integral transform).</summary>
    /// <inheritdoc cref="Quantile"/>
    public static double LevelOf(ReadOnlySpan<float> p, ReadOnlySpan<float> edges, float value)
    {
        (double scale, double floor) = Smoothing(p, edges);
        double below = 0;
        for (int k = 0; k < edges.Length - 1 && value > edges[k]; k++)
        {
            double mass = Mass(p, edges, k, scale, floor);
            double part = value >= edges[k + 1] ? 1 : (value - (double)edges[k]) / (edges[k + 1] - (double)edges[k]);
            below += mass * part;
        }

        return Math.Min(below, 1);
    }

    private static (double Scale, double Floor) Smoothing(ReadOnlySpan<float> p, ReadOnlySpan<float> edges)
    {
        int tails = edges.Length - 1 - p.Length;
        if (tails is not (0 or 2))
        {
            throw new ArgumentException($"{edges.Length} edges do not go with {p.Length} bins.", nameof(edges));
        }

        double sum = 0;
        foreach (float value in p)
        {
            sum += value;
        }

        return ((1 - Spread) / sum, Spread / (edges.Length - 1));
    }

    // (1 - s) p_k + s / pieces; tails have no p of their own.
    private static double Mass(ReadOnlySpan<float> p, ReadOnlySpan<float> edges, int piece, double scale, double floor)
    {
        int bin = piece - ((edges.Length - 1 - p.Length) / 2);
        return (uint)bin < (uint)p.Length ? (p[bin] * scale) + floor : floor;
    }
}
