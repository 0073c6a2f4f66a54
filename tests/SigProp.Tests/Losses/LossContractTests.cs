using SigProp.Losses;
using SigProp.Numerics;

namespace SigProp.Tests.Losses;

/// <summary>What every loss keeps: its value is the definition's, its gradients are the slopes of the definition in double precision.</summary>
public sealed class LossContractTests
{
    private const int Samples = 9, Classes = 4, Width = 6, TopK = 4, Channels = 2;

    // No sample is of class 2, so a class without a column is tested too.
    private static readonly int[] s_labels = [0, 3, 1, 1, 3, 0, 1, 0, 1];

    /// <summary>Every kind with every sort of target that it takes.</summary>
    private static readonly (LocalLossKind Kind, bool TargetPerSample)[] s_kinds =
    [
        .. Enum.GetValues<LocalLossKind>().Select(k => (k, false)), .. Enum.GetValues<LocalLossKind>().Where(IsPairs).Select(k => (k, true)),
    ];

    public static IEnumerable<TheoryDataRow<LocalLossKind, bool, bool, float, bool>> Losses()
        => from kind in s_kinds
           from weighted in new[] { false, true }
           from scale in new[] { 1f, 0.25f }
           from narrow in new[] { false, true }
           select new TheoryDataRow<LocalLossKind, bool, bool, float, bool>(kind.Kind, kind.TargetPerSample, weighted, scale, narrow);

    [Theory]
    [MemberData(nameof(Losses))]
    public void Gradients_are_the_slopes_of_the_loss(LocalLossKind kind, bool targetPerSample, bool weighted, float scale, bool narrow)
    {
        int targets = targetPerSample ? Samples : Classes;
        MatrixView h = Matrix(Samples, Width, 1), t = Matrix(targets, narrow ? Width - 2 : Width, 2), contexts = Matrix(targets, 3, 3);
        ReferenceLoss reference = Reference(kind, targetPerSample, weighted, scale, contexts);
        LocalLoss loss = LocalLoss.Create(kind, TopK, scale, targetPerSample);
        Check(loss, reference, h, t, contexts, reference.Loss);
    }

    public static IEnumerable<TheoryDataRow<LocalLossKind, bool, bool>> PooledLosses()
        => from kind in s_kinds
           from weighted in new[] { false, true }
           select new TheoryDataRow<LocalLossKind, bool, bool>(kind.Kind, kind.TargetPerSample, weighted);

    [Theory]
    [MemberData(nameof(PooledLosses))]
    public void So_they_are_for_means_over_space(LocalLossKind kind, bool targetPerSample, bool weighted)
    {
        int targets = targetPerSample ? Samples : Classes;
        MatrixView h = Matrix(Samples, Channels * 12, 1, 3f), t = Matrix(targets, Channels * 3, 2, 3f), contexts = Matrix(targets, 3, 3);
        ReferenceLoss reference = Reference(kind, targetPerSample, weighted, 1f, contexts);
        Check(LocalLoss.CreatePooled(kind, TopK, targetPerSample, Channels), reference, h, t, contexts, (a, b) => reference.Loss(Pool(a), Pool(b)));

        static double[][] Pool(double[][] maps) => [.. maps.Select(m => m.Chunk(m.Length / Channels).Select(c => c.Average()).ToArray())];
    }

    [Theory]
    [InlineData(LocalLossKind.PairsByLabel)]
    [InlineData(LocalLossKind.PairsMaxAll)]
    [InlineData(LocalLossKind.PairsMaxOne)]
    [InlineData(LocalLossKind.PairsTopK)]
    public void One_target_a_class_is_one_a_sample_that_samples_of_a_class_share(LocalLossKind kind)
    {
        foreach (bool oneHot in new[] { false, true })
        {
            MatrixView h = Matrix(Samples, Width, 1), t = Matrix(Classes, Width, 2), contexts = Matrix(Classes, 3, 3);
            MatrixView tOfSamples = Gather(t), contextsOfSamples = Gather(contexts);
            LossValue byClass = Evaluate(LocalLoss.Create(kind, TopK, 0.5f, false), h, t, contexts, oneHot, out float[] dh, out float[] dt);
            LossValue bySample = Evaluate(
                LocalLoss.Create(kind, TopK, 0.5f, true), h, tOfSamples, contextsOfSamples, oneHot, out float[] dhOfSamples, out float[] dtOfSamples);

            Assert.Equal(bySample.Mean, byClass.Mean, 1e-5);
            Assert.All(dh.Zip(dhOfSamples), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
            for (int i = 0; i < dt.Length; i++)
            {
                float sum = Enumerable.Range(0, Samples).Where(j => s_labels[j] == i / Width).Sum(j => dtOfSamples[(j * Width) + (i % Width)]);
                Assert.Equal(sum, dt[i], 1e-5f);
            }
        }
    }

    [Fact]
    public void Wide_maps_go_another_way_to_the_same_numbers()
    {
        // The way of narrow ones is taken by 65 classes, of which no sample is of the last 61.
        const int Wide = 10_007;
        MatrixView h = Matrix(Samples, Wide, 1, 0.2f), many = Matrix(65, Wide, 2, 0.2f), few = many.Slice(0, Classes);
        LocalLoss loss = LocalLoss.Create(LocalLossKind.PairsByLabel, 1, 0.5f, false);
        LossValue wide = Evaluate(loss, h, few, default, oneHot: true, out float[] dh, out float[] dt);
        LossValue other = Evaluate(loss, h, many, default, oneHot: true, out float[] dhOfMany, out float[] dtOfMany);
        Assert.Equal(other.Mean, wide.Mean, 1e-5);
        Assert.All(dh.Zip(dhOfMany), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
        Assert.All(dt.Zip(dtOfMany), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
        Assert.True(dh.Max() > 1e-3f && dt.Max() > 1e-3f);
    }

    [Fact]
    public void Without_labels_a_sample_is_a_pair_with_its_own_target()
    {
        MatrixView h = Matrix(Samples, Width, 1), t = Matrix(Samples, Width, 2);
        var reference = new ReferenceLoss { Kind = LocalLossKind.PairsByLabel, TargetPerSample = true };
        Check(LocalLoss.Create(LocalLossKind.PairsByLabel, 1, 1f, true), reference, h, t, default, reference.Loss);
    }

    [Fact]
    public void Right_are_the_rows_whose_most_similar_target_is()
    {
        // h is the label's unit vector, but for the last row, which is another class's.
        MatrixView h = new([2, 0, 0, 0, 2, 0, 2, 0, 0, 0, 2, 0], 4, 3), t = new([1, 0, 0, 0, 1, 0, 0, 0, 1], 3, 3);
        int[] labels = [0, 1, 0, 2];
        foreach (LocalLossKind kind in Enum.GetValues<LocalLossKind>().Where(k => k is not LocalLossKind.Expectation and not LocalLossKind.PairsTopK))
        {
            Assert.Equal(3, Score(LocalLoss.Create(kind, 1, 1f, false), h, t, labels));
        }

        // The second row is the only one of its class: its own target does not count, and of the others' it is most like the last one's.
        Assert.Equal(2, Score(LocalLoss.Create(LocalLossKind.PairsByLabel, 1, 1f, true), h, h, labels));
        Assert.Equal(4, Score(LocalLoss.Create(LocalLossKind.PairsByLabel, 1, 1f, true), Identity(4), Identity(4), []));
    }

    [Fact]
    public void The_score_of_an_expectation_is_one_minus_the_squared_error()
    {
        // The logits are equal, so the expected value is the mean of the centers.
        using var context = new ComputeContext(1);
        MatrixView h = new(new float[2], 2, 1), t = Matrix(3, 1, 1);
        Lesson lesson = new() { Centers = [-1f, 0f, 2.5f], Values = [0.5f, 1.5f], Weights = [1f, 3f] };
        LossValue value = LocalLoss.Create(LocalLossKind.Expectation, 1, 1f, false).Evaluate(context, h, t, lesson, new(new float[6], 2, 3));
        Assert.Equal((3 / 2.0) + (ExpectationLoss.BumpWeight * 2 * Math.Log(3)), value.Mean, 1e-6);
        Assert.Equal(1.0, value.Score, 1e-6);
    }

    [Fact]
    public void Large_logits_do_not_overflow_and_what_is_not_finite_does_not_pass_for_a_loss()
    {
        foreach (LocalLossKind kind in Enum.GetValues<LocalLossKind>())
        {
            MatrixView h = Matrix(Samples, Width, 1, 1e4f), t = Matrix(Classes, Width, 2, 1e4f);
            LocalLoss loss = LocalLoss.Create(kind, TopK, 1f, false);
            Assert.True(double.IsFinite(Evaluate(loss, h, t, default, oneHot: true, out float[] dh, out float[] dt).Mean), $"{kind}");
            Assert.All(dh.Concat(dt), v => Assert.True(float.IsFinite(v)));
            h[3, 1] = float.NaN;
            Assert.False(double.IsFinite(Evaluate(loss, h, t, default, oneHot: true, out _, out _).Mean), $"{kind}");
        }
    }

    private static bool IsPairs(LocalLossKind kind) => kind.ToString().StartsWith("Pairs", StringComparison.Ordinal);

    private static ReferenceLoss Reference(LocalLossKind kind, bool targetPerSample, bool weighted, float scale, MatrixView contexts) => new()
    {
        Kind = kind,
        TopK = TopK,
        Scale = scale,
        TargetPerSample = targetPerSample,
        Labels = s_labels,
        Weights = weighted ? [.. Given.Uniform(Samples, 5).Select(v => v + 1f)] : [],
        Values = Given.Uniform(Samples, 6, 2f),
        Centers = [.. Enumerable.Range(0, Classes).Select(k => k - 1.3f)],
        Contexts = ReferenceLoss.Rows(contexts),
    };

    private static void Check(
        LocalLoss loss, ReferenceLoss reference, MatrixView h, MatrixView t, MatrixView contexts, Func<double[][], double[][], double> definition)
    {
        using var context = new ComputeContext(2);
        int columns = loss.Columns(h.Rows, t.Rows);
        MatrixView g = new(new float[h.Rows * columns], h.Rows, columns), dh = Filled(h), dt = Filled(t);
        Lesson lesson = new()
        {
            Labels = reference.Labels,
            Weights = reference.Weights,
            Values = reference.Values,
            Centers = reference.Centers,
            Contexts = contexts,
        };
        LossValue value = loss.Evaluate(context, h, t, lesson, g);
        loss.GradientOfOutputs(context, h, t, g, 0, dh.Slice(0, 4));
        loss.GradientOfOutputs(context, h, t, g, 4, dh.Slice(4, h.Rows - 4));
        loss.GradientOfTargets(context, h, t, g, dt);

        double[][] hRows = ReferenceLoss.Rows(h), tRows = ReferenceLoss.Rows(t);
        Assert.Equal(definition(hRows, tRows), value.Mean, 2e-5);
        AssertSlopes(hRows, dh, () => definition(hRows, tRows), "dh");
        AssertSlopes(tRows, dt, () => definition(hRows, tRows), "dt");
    }

    private static void AssertSlopes(double[][] values, MatrixView gradient, Func<double> loss, string what)
    {
        const double Distance = 1e-5;
        for (int i = 0; i < values.Length; i++)
        {
            for (int j = 0; j < values[i].Length; j++)
            {
                double value = values[i][j];
                values[i][j] = value + Distance;
                double above = loss();
                values[i][j] = value - Distance;
                double slope = (above - loss()) / (2 * Distance);
                values[i][j] = value;
                Assert.True(Math.Abs(slope - gradient[i, j]) <= 2e-6 + (2e-5 * Math.Abs(slope)), $"{what}[{i}, {j}]: {gradient[i, j]}, slope {slope}.");
            }
        }
    }

    private static LossValue Evaluate(
        LocalLoss loss, MatrixView h, MatrixView t, MatrixView contexts, bool oneHot, out float[] dh, out float[] dt)
    {
        using var context = new ComputeContext(1);
        int columns = loss.Columns(h.Rows, t.Rows);
        var g = new MatrixView(new float[h.Rows * columns], h.Rows, columns);
        dh = new float[h.Rows * h.Columns];
        dt = new float[t.Rows * t.Columns];
        Lesson lesson = new()
        {
            Labels = s_labels,
            Values = Given.Uniform(Samples, 6),
            Centers = Given.Uniform(t.Rows, 7),
            Contexts = contexts,
            ContextsAreOneHot = oneHot,
        };
        LossValue value = loss.Evaluate(context, h, t, lesson, g);
        loss.GradientOfOutputs(context, h, t, g, 0, new MatrixView(dh, h.Rows, h.Columns));
        loss.GradientOfTargets(context, h, t, g, new MatrixView(dt, t.Rows, t.Columns));
        return value;
    }

    private static double Score(LocalLoss loss, MatrixView h, MatrixView t, int[] labels)
    {
        using var context = new ComputeContext(1);
        int columns = loss.Columns(h.Rows, t.Rows);
        Lesson lesson = new() { Labels = labels, ContextsAreOneHot = true };
        return loss.Evaluate(context, h, t, lesson, new MatrixView(new float[h.Rows * columns], h.Rows, columns)).Score;
    }

    private static MatrixView Gather(MatrixView classes)
        => new([.. s_labels.SelectMany(k => classes.Row(k).ToArray())], Samples, classes.Columns);

    private static MatrixView Identity(int n) => new([.. Enumerable.Range(0, n * n).Select(i => i % (n + 1) == 0 ? 1f : 0f)], n, n);

    private static MatrixView Matrix(int rows, int columns, int seed, float size = 1f) => new(Given.Uniform(rows * columns, seed, size), rows, columns);

    /// <summary>As large, with gaps between the rows as a part of a larger matrix has; whatever it holds is to be overwritten.</summary>
    private static MatrixView Filled(MatrixView a)
    {
        float[] values = new float[a.Rows * (a.Columns + 3)];
        Array.Fill(values, float.NaN);
        return new MatrixView(values, 1, a.Rows, a.Columns, a.Columns + 3 - (a.Rows == 1 ? 3 : 0));
    }
}
