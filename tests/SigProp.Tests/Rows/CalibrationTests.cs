using SigProp.Data;
using SigProp.Numerics;

namespace SigProp.Tests.Rows;

/// <summary>Recalibrated intervals hold what they promise, however wrong the probabilities are.</summary>
public sealed class CalibrationTests
{
    private const int Bins = 32;

    /// <summary>The deviation that the model believes in, in true ones; 0 for certainty. And how far its mean is off.</summary>
    public static TheoryData<double, double> Beliefs => new()
    {
        { 1, 0 }, { 0.2, 0 }, { 0.05, 0 }, { 0, 0 }, { 5, 0 }, { 50, 0 }, { 0.3, 1 }, { 4, -2 },
    };

    [Theory]
    [MemberData(nameof(Beliefs))]
    public void Central_intervals_cover_what_they_promise(double belief, double bias)
    {
        (QuantileBins bins, _, _) = Sample(4000, belief, bias, seed: 1);
        (_, MatrixView heldOut, float[] seen) = Sample(2000, belief, bias, seed: 2, bins);
        (_, MatrixView fresh, float[] values) = Sample(4000, belief, bias, seed: 3, bins);
        Calibration calibration = Calibration.Fit(bins, heldOut, seen);
        Assert.InRange(Coverage(calibration, fresh, values, 0.9), 0.87, 0.93);
        Assert.InRange(Coverage(calibration, fresh, values, 0.5), 0.46, 0.54);
        Assert.InRange(Coverage(calibration, fresh, values, 0.98), 0.965, 0.995);
        Assert.InRange(values.Where((y, i) => y < calibration.Quantile(fresh.Row(i), 0.1)).Count() / 4000.0, 0.07, 0.13);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(5)]
    public void Without_it_wrong_probabilities_do_not(double belief)
    {
        (QuantileBins bins, _, _) = Sample(4000, belief, 0, seed: 1);
        (_, MatrixView fresh, float[] values) = Sample(4000, belief, 0, seed: 3, bins);
        var identity = new Calibration(Calibration.Table([]), bins.Edges);
        double coverage = Coverage(identity, fresh, values, 0.9);
        Assert.True(coverage is < 0.8 or > 0.96, $"{coverage}");
    }

    [Fact]
    public void Values_farther_out_than_any_bin_are_covered()
    {
        // The rows held out, and the new ones, vary more than those that the bins were cut from.
        (QuantileBins narrow, _, _) = Sample(300, 1, 0, seed: 1);
        var random = new Random(5);
        (MatrixView heldOut, float[] seen) = (Certain(1000), [.. Enumerable.Range(0, 1000).Select(_ => Far(random))]);
        (MatrixView fresh, float[] values) = (Certain(4000), [.. Enumerable.Range(0, 4000).Select(_ => Far(random))]);
        Calibration calibration = Calibration.Fit(narrow, heldOut, seen);
        Assert.True(values.Count(v => v < narrow.Edges[0] || v > narrow.Edges[^1]) > 1000);
        Assert.InRange(Coverage(calibration, fresh, values, 0.9), 0.87, 0.93);

        static float Far(Random random) => (random.NextSingle() - 0.5f) * 20f;

        static MatrixView Certain(int rows)
            => new([.. Enumerable.Range(0, rows * Bins).Select(i => i % Bins == Bins / 2 ? 1f : 0f)], rows, Bins);
    }

    [Fact]
    public void Tails_have_a_width_even_beside_the_narrowest_bins()
    {
        float next = float.BitIncrement(1e3f), last = float.BitIncrement(next);
        var bins = new QuantileBins(0, 1, [1e3f, next, last], [1e3f, last]);
        Calibration calibration = Calibration.Fit(bins, new MatrixView([0.5f, 0.5f], 1, 2), [1e3f]);
        Assert.True(calibration.Edges[0] < 1e3f && calibration.Edges[^1] > last);
        Assert.Equal(5, calibration.Edges.Length);
    }

    [Fact]
    public void Few_rows_change_no_level()
    {
        float[] table = Calibration.Table([.. Enumerable.Repeat(0.3, Calibration.LeastRows - 1)]);
        Assert.Equal(Enumerable.Range(0, Calibration.Entries).Select(i => (float)(i / 100.0)), table);
        Assert.Equal(0.255, new Calibration(table, [0, 1, 2]).LevelFor(0.255), 1e-7);
    }

    [Fact]
    public void The_table_is_that_of_the_order_statistics()
    {
        // 99 levels: the u-th quantile is the 100 u-th of them; between entries of the table levels are linear.
        double[] levels = [.. Enumerable.Range(1, 99).Select(i => i * i / 1e4)];
        var calibration = new Calibration(Calibration.Table(levels), [0, 1, 2]);
        Assert.Equal(Enumerable.Range(0, 101).Select(i => (float)(i * i / 1e4)), calibration.Levels);
        Assert.Equal((0.0025 + 0.0036) / 2, calibration.LevelFor(0.055), 1e-8);
        Assert.Equal((0.0, 1.0), (calibration.LevelFor(-1), calibration.LevelFor(2)));
    }

    [Fact]
    public void Levels_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentException>("levels", () => new Calibration(new float[5], [0, 1, 2]));
        Assert.Throws<ArgumentException>("levels", () => new Calibration([.. Enumerable.Range(0, 101).Select(i => 1 - (i / 100f))], [0, 1, 2]));
        Assert.Throws<ArgumentException>("edges", () => new Calibration(Calibration.Table([]), [0, 1, 1]));
        Assert.Throws<ArgumentException>("edges", () => new Calibration(Calibration.Table([]), [0, 1, float.PositiveInfinity]));
    }

    // y = 2 sin(x) + noise, whose deviation grows with x: 0.1 to 0.7.
    private static (QuantileBins Bins, MatrixView P, float[] Values) Sample(int rows, double belief, double bias, int seed, QuantileBins? bins = null)
    {
        var random = new Random(seed);
        double[] means = new double[rows], deviations = new double[rows];
        float[] values = new float[rows];
        for (int i = 0; i < rows; i++)
        {
            double x = 6 * random.NextDouble();
            (means[i], deviations[i]) = (2 * Math.Sin(x), 0.1 * (1 + x));
            double gauss = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            values[i] = (float)(means[i] + (deviations[i] * gauss));
        }

        bins ??= QuantileBins.Fit(values, Bins);
        float[] p = new float[rows * bins.Count];
        for (int i = 0; i < rows; i++)
        {
            double mean = bins.Standardize((float)(means[i] + (bias * deviations[i])));
            double deviation = belief * deviations[i] / bins.Deviation;
            double[] scores = [.. Enumerable.Range(0, bins.Count).Select(k => Mass(bins, k, mean, deviation))];
            double sum = scores.Sum();
            for (int k = 0; k < bins.Count; k++)
            {
                p[(i * bins.Count) + k] = sum > 0 ? (float)(scores[k] / sum) : k == bins.BinOf((float)mean) ? 1 : 0;
            }
        }

        return (bins, new MatrixView(p, rows, bins.Count), [.. values.Select(bins.Standardize)]);
    }

    // A logistic distribution's share of a bin.
    private static double Mass(QuantileBins bins, int k, double mean, double deviation)
    {
        return deviation > 0 ? Below(bins.Edges[k + 1]) - Below(bins.Edges[k]) : 0;

        double Below(double edge) => 1 / (1 + Math.Exp(-1.7 * (edge - mean) / deviation));
    }

    private static double Coverage(Calibration calibration, in MatrixView p, float[] values, double part)
    {
        int covered = 0;
        for (int i = 0; i < values.Length; i++)
        {
            float low = calibration.Quantile(p.Row(i), (1 - part) / 2), high = calibration.Quantile(p.Row(i), (1 + part) / 2);
            Assert.True(low <= high);
            covered += values[i] >= low && values[i] <= high ? 1 : 0;
        }

        return (double)covered / values.Length;
    }
}
