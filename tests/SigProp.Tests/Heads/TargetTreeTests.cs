using System.Numerics.Tensors;
using SigProp.Heads;
using SigProp.Numerics;

namespace SigProp.Tests.Heads;

/// <summary>The tree gives the answer of a search through all targets, and on targets in clusters with fewer comparisons.</summary>
public sealed class TargetTreeTests
{
    private const int Queries = 20;

    public static TheoryData<int, int, bool> Sizes
    {
        get
        {
            var sizes = new TheoryData<int, int, bool>();
            foreach (int m in new[] { 1, 2, 3, 8, 9, 17, 100, 511, 2000 })
            {
                foreach (int width in new[] { 1, 2, 7, 16, 65, 256 })
                {
                    sizes.Add(m, width, false);
                    sizes.Add(m, width, true);
                }
            }

            return sizes;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_best_of_random_targets_is_found(int m, int width, bool byDistance)
        => AssertExact(Matrix(m, width, new Random(m), (random, _, _) => Gauss(random)), new Random(width), byDistance);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_best_of_clustered_targets_is_found(int m, int width, bool byDistance)
        => AssertExact(Clustered(m, width), new Random(width), byDistance);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Of_equal_targets_the_lowest_class_is_found(int m, int width, bool byDistance)
    {
        // Whole numbers, so that equal scores are equal, and few of them, so that many are.
        AssertExact(
            Matrix(m, width, new Random(m), (random, _, _) => random.Next(-1, 2)), new Random(width), byDistance, random => random.Next(-1, 2));

        // Each target occurs four times, and all are equal.
        MatrixView some = Matrix((m + 3) / 4, width, new Random(m), (random, _, _) => random.Next(-9, 10));
        AssertExact(Matrix(m, width, new Random(), (_, i, j) => some[i % some.Rows, j]), new Random(width), byDistance, random => random.Next(-9, 10));
        var equal = new TargetTree(Matrix(m, width, new Random(), (_, _, j) => j - 2.5f), byDistance);
        Assert.Equal(0, equal.Find(Matrix(1, width, new Random(), (random, _, _) => Gauss(random)).Row(0), 0, out _));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Zeros_and_large_numbers_are_no_exception(bool byDistance)
    {
        MatrixView targets = Matrix(100, 9, new Random(1), (random, i, _) => i == 50 ? 0 : 1e15f * Gauss(random));
        var tree = new TargetTree(targets, byDistance);
        Assert.Equal(byDistance ? 50 : 0, tree.Find(new float[9], 0, out _));
        AssertExact(targets, new Random(2), byDistance, random => 1e15f * Gauss(random));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_cost_grows_slower_than_the_number_of_classes(bool byDistance)
    {
        double few = MeanCost(250), more = MeanCost(1000), many = MeanCost(4000);
        Assert.True(few < 250 && more < 0.4 * 1000 && many < 0.2 * 4000, $"{few}, {more}, {many}");
        Assert.True(many < 6 * few, $"{few}, {more}, {many}");

        double MeanCost(int m)
        {
            MatrixView targets = Clustered(m, 64);
            var tree = new TargetTree(targets, byDistance);
            var random = new Random(3);
            double sum = 0;
            for (int q = 0; q < Queries; q++)
            {
                tree.Find(Near(targets, random), 0, out int compared);
                sum += compared;
            }

            return sum / Queries;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_budget_is_kept_and_a_larger_one_is_right_more_often(bool byDistance)
    {
        MatrixView targets = Clustered(2000, 64);
        var tree = new TargetTree(targets, byDistance);
        int[] right = new int[3];
        int[] budgets = [1, 40, 400];
        var random = new Random(4);
        for (int q = 0; q < 200; q++)
        {
            float[] h = Near(targets, random);
            int best = tree.Find(h, 0, out int all);
            for (int b = 0; b < budgets.Length; b++)
            {
                int found = tree.Find(h, budgets[b], out int compared);
                Assert.InRange(found, 0, 1999);

                // A first target is reached whatever the budget: two comparisons a level, and one more.
                Assert.InRange(compared, 1, Math.Min(Math.Max(budgets[b] + 1, 60), all));
                right[b] += found == best ? 1 : 0;
            }

            Assert.Equal(best, tree.Find(h, int.MaxValue, out int whole));
            Assert.Equal(all, whole);
        }

        Assert.True(right[0] <= right[1] && right[1] <= right[2] && right[1] > 150 && right[2] > 190, string.Join(", ", right));
    }

    [Fact]
    public void Without_targets_there_is_no_tree()
        => Assert.Throws<ArgumentOutOfRangeException>(() => new TargetTree(new MatrixView([], 0, 3), false));

    private static void AssertExact(in MatrixView targets, Random random, bool byDistance, Func<Random, float>? value = null)
    {
        var tree = new TargetTree(targets, byDistance);
        for (int q = 0; q < Queries; q++)
        {
            float[] h = value is null ? Near(targets, random) : [.. Enumerable.Range(0, targets.Columns).Select(_ => value(random))];
            Assert.Equal(Best(targets, h, byDistance), tree.Find(h, 0, out int compared));
            Assert.InRange(compared, 1, 2 * targets.Rows);
        }
    }

    // The search through all: the first of the greatest scores, as the engine computes them; within rounding the best by 64-bit numbers too.
    private static int Best(in MatrixView targets, float[] h, bool byDistance)
    {
        (int best, float bestScore, double exact) = (0, float.NegativeInfinity, double.NegativeInfinity);
        double[] exacts = new double[targets.Rows];
        float hh = TensorPrimitives.SumOfSquares<float>(h);
        double size = hh;
        for (int i = 0; i < targets.Rows; i++)
        {
            float dot = TensorPrimitives.Dot<float>(h, targets.Row(i)), tt = TensorPrimitives.SumOfSquares<float>(targets.Row(i));
            float score = byDistance ? (2f * dot) - tt - hh : dot;
            (best, bestScore) = score > bestScore ? (i, score) : (best, bestScore);
            for (int j = 0; j < h.Length; j++)
            {
                double difference = h[j] - (double)targets[i, j];
                exacts[i] += byDistance ? -difference * difference : h[j] * (double)targets[i, j];
            }

            (exact, size) = (Math.Max(exact, exacts[i]), Math.Max(size, tt));
        }

        Assert.InRange(exacts[best], exact - (1e-6 * size), exact);
        return best;
    }

    // About m / 20 clusters around vectors of length 1 or so, a tenth as wide.
    private static MatrixView Clustered(int m, int width)
    {
        int clusters = (m + 19) / 20;
        MatrixView centers = Matrix(clusters, width, new Random(7), (random, _, _) => Gauss(random) / MathF.Sqrt(width));
        return Matrix(m, width, new Random(m), (random, i, j) => centers[i % clusters, j] + (0.1f * Gauss(random) / MathF.Sqrt(width)));
    }

    private static float[] Near(in MatrixView targets, Random random)
    {
        float noise = 0.1f / MathF.Sqrt(targets.Columns);
        return [.. targets.Row(random.Next(targets.Rows)).ToArray().Select(t => t + (noise * Gauss(random)))];
    }

    private static MatrixView Matrix(int rows, int columns, Random random, Func<Random, int, int, float> value)
        => new([.. Enumerable.Range(0, rows * columns).Select(k => value(random, k / columns, k % columns))], rows, columns);

    private static float Gauss(Random random)
        => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
