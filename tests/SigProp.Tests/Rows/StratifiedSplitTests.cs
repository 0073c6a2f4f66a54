using SigProp.Data;

namespace SigProp.Tests.Rows;

public sealed class StratifiedSplitTests
{
    // 50 rows of class 0, 30 of class 1, 7 of class 2, 1 of class 3, none of class 4, in mixed order.
    private static readonly int[] s_counts = [50, 30, 7, 1, 0];
    private static readonly Dataset s_data = Mixed();

    [Theory]
    [InlineData(0.1, 5, 3, 1)]
    [InlineData(0.5, 25, 15, 4)]
    [InlineData(0.999, 49, 29, 6)]
    [InlineData(0.001, 0, 0, 0)]
    public void Each_class_gives_its_share_and_keeps_a_row(double fraction, params int[] expected)
    {
        (int[] kept, int[] heldOut) = StratifiedSplit.Holdout(s_data, fraction);
        Assert.Equal(Enumerable.Range(0, s_data.Count), kept.Concat(heldOut).Order());
        Assert.Equal(kept.Order(), kept);
        Assert.Equal(heldOut.Order(), heldOut);
        Assert.Equal([.. expected, 0, 0], CountsOf(heldOut));
    }

    [Theory]
    [InlineData(0.1, 40)]
    [InlineData(0.25, 100)]
    [InlineData(0.6, 240)]
    public void Many_small_classes_together_give_their_share_too(double fraction, int expected)
    {
        int[] labels = [.. Enumerable.Range(0, 400).Select(row => row % 100)];
        for (int seed = 0; seed < 5; seed++)
        {
            int[] heldOut = StratifiedSplit.Holdout(labels, fraction, seed).HeldOut;
            Assert.InRange(heldOut.Length, expected - 1, expected + 1);
            Assert.All(heldOut.GroupBy(row => labels[row]), held => Assert.InRange(held.Count(), 1, 3));
        }
    }

    [Fact]
    public void The_seed_decides_the_split()
    {
        Assert.Equal(StratifiedSplit.Holdout(s_data, 0.3, 5).HeldOut, StratifiedSplit.Holdout(s_data, 0.3, 5).HeldOut);
        Assert.NotEqual(StratifiedSplit.Holdout(s_data, 0.3, 5).HeldOut, StratifiedSplit.Holdout(s_data, 0.3, 6).HeldOut);
        Assert.Equal(StratifiedSplit.Folds(s_data, 3, 5), StratifiedSplit.Folds(s_data, 3, 5));
        Assert.NotEqual(StratifiedSplit.Folds(s_data, 3, 5), StratifiedSplit.Folds(s_data, 3, 6));
    }

    [Fact]
    public void Every_row_is_as_likely_as_another_of_its_class()
    {
        int[] counts = new int[s_data.Count];
        for (int seed = 0; seed < 1000; seed++)
        {
            Array.ForEach(StratifiedSplit.Holdout(s_data, 0.2, seed).HeldOut, row => counts[row]++);
        }

        Assert.All(Enumerable.Range(0, s_data.Count).Where(i => s_data.Label(i) < 2), i => Assert.InRange(counts[i], 140, 260));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(88)]
    public void Folds_share_out_every_class_and_the_whole_evenly(int folds)
    {
        int[][] parts = StratifiedSplit.Folds(s_data, folds);
        Assert.Equal(folds, parts.Length);
        Assert.Equal(Enumerable.Range(0, s_data.Count), parts.SelectMany(p => p).Order());
        Assert.All(parts, part => Assert.Equal(part.Order(), part));
        Assert.InRange(parts.Max(p => p.Length) - parts.Min(p => p.Length), 0, 1);
        for (int k = 0; k < s_counts.Length; k++)
        {
            int[] shares = [.. parts.Select(p => CountsOf(p)[k])];
            Assert.InRange(shares.Max() - shares.Min(), 0, 1);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    public void A_part_that_is_none_is_refused(double fraction)
        => Assert.Throws<ArgumentOutOfRangeException>(nameof(fraction), () => StratifiedSplit.Holdout(s_data, fraction));

    [Theory]
    [InlineData(1)]
    [InlineData(89)]
    public void Too_few_or_too_many_folds_are_refused(int folds)
        => Assert.Throws<ArgumentOutOfRangeException>(nameof(folds), () => StratifiedSplit.Folds(s_data, folds));

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.25)]
    [InlineData(0.9)]
    public void Of_values_each_range_gives_its_share(double fraction)
    {
        Dataset data = Skewed(1600);
        int[] ranks = RanksOf(data);
        (int[] kept, int[] heldOut) = StratifiedSplit.Holdout(data, fraction, 3);
        Assert.Equal(Enumerable.Range(0, data.Count), kept.Concat(heldOut).Order());
        Assert.InRange(heldOut.Length, (1600 * fraction) - 1, (1600 * fraction) + 1);
        Assert.All(Enumerable.Range(0, 16), range => Assert.InRange(
            heldOut.Count(row => ranks[row] / 100 == range), (100 * fraction) - 1, (100 * fraction) + 1));
        Assert.NotEqual(heldOut, StratifiedSplit.Holdout(data, fraction, 4).HeldOut);
    }

    [Theory]
    [InlineData(1600, 5)]
    [InlineData(37, 10)]
    [InlineData(9, 9)]
    public void Of_values_folds_share_out_every_range(int rows, int folds)
    {
        Dataset data = Skewed(rows);
        int[] ranks = RanksOf(data);
        int[][] parts = StratifiedSplit.Folds(data, folds);
        Assert.Equal(Enumerable.Range(0, rows), parts.SelectMany(p => p).Order());
        Assert.InRange(parts.Max(p => p.Length) - parts.Min(p => p.Length), 0, 1);
        int ranges = Math.Clamp(rows / 10, 1, 16);
        for (int range = 0; range < ranges; range++)
        {
            int[] shares = [.. parts.Select(p => p.Count(row => (long)ranks[row] * ranges / rows == range))];
            Assert.InRange(shares.Max() - shares.Min(), 0, 1);
        }
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(10, 2)]
    [InlineData(25, 5)]
    public void Few_values_can_be_held_out_too(int rows, int expected)
        => Assert.InRange(StratifiedSplit.Holdout(Skewed(rows), 0.2).HeldOut.Length, expected - 1, expected);

    private static int[] RanksOf(Dataset data)
    {
        int[] ranks = new int[data.Count];
        int rank = 0;
        foreach (int row in Enumerable.Range(0, data.Count).OrderBy(row => data.Values(row)[0]))
        {
            ranks[row] = rank++;
        }

        return ranks;
    }

    // Two outputs, the first of which has a long tail and the second of which must not matter.
    private static Dataset Skewed(int rows)
    {
        var random = new Random(2);
        float[] values = [.. Enumerable.Range(0, 2 * rows).Select(i => i % 2 == 0 ? MathF.Exp(4f * random.NextSingle()) : -i)];
        return Dataset.ForRegression(new float[rows], 1, values, outputs: 2);
    }

    private static int[] CountsOf(int[] rows) => [.. s_counts.Select((_, k) => rows.Count(r => s_data.Label(r) == k))];

    private static Dataset Mixed()
    {
        int[] labels = [.. s_counts.SelectMany((count, k) => Enumerable.Repeat(k, count))];
        new Random(1).Shuffle(labels);
        return new Dataset(new float[labels.Length], 1, labels, s_counts.Length);
    }
}
