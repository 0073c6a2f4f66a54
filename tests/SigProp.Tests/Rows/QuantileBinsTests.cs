using SigProp.Data;

namespace SigProp.Tests.Rows;

public sealed class QuantileBinsTests
{
    [Theory]
    [InlineData(1000, 32)]
    [InlineData(1000, 2)]
    [InlineData(64, 32)]
    public void Different_values_fall_into_bins_of_equal_counts(int rows, int count)
    {
        float[] values = Given(rows);
        QuantileBins bins = QuantileBins.Fit(values, count);
        Assert.Equal(count, bins.Count);
        int[] counts = CountsOf(bins, values);
        Assert.InRange(counts.Max() - counts.Min(), 0, 1);
        double mean = values.Average(v => (double)v);
        Assert.Equal(mean, bins.Mean, 1e-9);
        Assert.Equal(Math.Sqrt(values.Average(v => (v - mean) * (v - mean))), bins.Deviation, 1e-9);
        Assert.Equal(bins.Standardize(values.Min()), bins.Edges[0]);
        Assert.Equal(bins.Standardize(values.Max()), bins.Edges[^1]);
        for (int k = 0; k < count; k++)
        {
            Assert.Equal(values.Select(bins.Standardize).Where(z => bins.BinOf(z) == k).Average(z => (double)z), bins.Centers[k], 1e-6);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Equal_values_stay_together_and_no_bin_is_empty(int kind)
    {
        var random = new Random(kind);
        float[] values = kind switch
        {
            0 => [.. Enumerable.Range(0, 500).Select(_ => (float)random.Next(3, 10))],
            1 => [.. Enumerable.Range(0, 500).Select(i => i < 400 ? 0f : i)],
            2 => [.. Enumerable.Range(0, 500).Select(i => i < 400 ? 1000f : i)],
            3 => [1e8f, float.BitIncrement(1e8f), 1e8f, float.BitIncrement(1e8f)],
            _ => [-3e38f, 3e38f, 1e-30f, 0f],
        };
        QuantileBins bins = QuantileBins.Fit(values, 32);
        Assert.InRange(bins.Count, 2, 32);
        Assert.Equal(bins.Count + 1, bins.Edges.Length);
        Assert.All(CountsOf(bins, values), count => Assert.InRange(count, 1, values.Length));
        Assert.All(Enumerable.Range(0, bins.Count), k => Assert.True(bins.Edges[k] < bins.Edges[k + 1]));
        Assert.All(Enumerable.Range(0, bins.Count), k => Assert.InRange(bins.Centers[k], bins.Edges[k], bins.Edges[k + 1]));
        Assert.Equal(kind == 0 ? 7 : bins.Count, bins.Count);
    }

    [Fact]
    public void A_value_finds_its_bin_and_those_beyond_the_outermost()
    {
        var bins = new QuantileBins(10, 2, [-1, 0, 2], [-0.5f, 1]);
        Assert.Equal([0, 0, 0, 1, 1, 1], new float[] { -9, -1, -0.01f, 0, 2, 9 }.Select(bins.BinOf));
        Assert.Equal((1.5f, 13f), (bins.Standardize(13), bins.Restore(1.5f)));
    }

    [Fact]
    public void Values_that_cannot_be_cut_are_refused()
    {
        Assert.Contains("are all 4; there is nothing to learn", Assert.Throws<ArgumentException>("values", () => QuantileBins.Fit([4, 4, 4], 8)).Message);
        Assert.Throws<ArgumentException>("values", () => QuantileBins.Fit([], 8));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => QuantileBins.Fit([1, 2], 1));
        Assert.Throws<ArgumentException>(() => new QuantileBins(0, 1, [0, 1], [0.5f]));
        Assert.Throws<ArgumentException>(() => new QuantileBins(0, 1, [0, 2, 1], [1, 1.5f]));
        Assert.Throws<ArgumentException>(() => new QuantileBins(0, 0, [0, 1, 2], [0.5f, 1.5f]));
    }

    private static float[] Given(int rows)
    {
        var random = new Random(rows);
        return [.. Enumerable.Range(0, rows).Select(_ => MathF.Exp(3f * random.NextSingle()))];
    }

    private static int[] CountsOf(QuantileBins bins, float[] values)
        => [.. Enumerable.Range(0, bins.Count).Select(k => values.Count(v => bins.BinOf(bins.Standardize(v)) == k))];
}
