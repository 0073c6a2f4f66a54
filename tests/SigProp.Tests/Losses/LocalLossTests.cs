using SigProp.Losses;
using SigProp.Numerics;

namespace SigProp.Tests.Losses;

public sealed class LocalLossTests
{
    private static readonly MatrixView s_h = new([1, 2, 3, 0, -1, 0.5f], 2, 3);
    private static readonly MatrixView s_t = new([1, 0, 0, 0, 2, 1, -1, 0, 1, 1, 2, 3], 4, 3);

    [Theory]
    [InlineData(LocalLossKind.Dot, new[] { 1f, 7f, 2f, 14f, 0f, -1.5f, 0.5f, -0.5f })]
    [InlineData(LocalLossKind.SquaredDistance, new[] { -13f, -5f, -12f, 0f, -2.25f, -9.25f, -2.25f, -16.25f })]
    [InlineData(LocalLossKind.PairsByLabel, new[] { 1f, 7f, 2f, 14f, 0f, -1.5f, 0.5f, -0.5f })]
    [InlineData(LocalLossKind.Expectation, new[] { 1f, 7f, 2f, 14f, 0f, -1.5f, 0.5f, -0.5f })]
    public void Scores_are_those_computed_by_hand(LocalLossKind kind, float[] expected)
    {
        using var context = new ComputeContext(1);
        foreach (float scale in new[] { 1f, 0.25f })
        {
            var scores = new MatrixView(new float[8], 2, 4);
            LocalLoss.Create(kind, 1, scale, targetPerSample: false).Scores(context, s_h, s_t, scores);
            Assert.All(expected.Zip(scores.Elements.ToArray()), pair => Assert.Equal(scale * pair.First, pair.Second, 1e-5f));
        }
    }

    [Fact]
    public void Pooled_scores_compare_the_means_over_space()
    {
        // Two channels: h has 3 positions, t has 2.
        using var context = new ComputeContext(1);
        var h = new MatrixView([1, 2, 6, -1, 0, 4], 1, 6);
        var t = new MatrixView([1, 3, 0, 4, 5, 5, -2, 0], 2, 4);
        var scores = new MatrixView(new float[2], 1, 2);
        LocalLoss.CreatePooled(LocalLossKind.Dot, 1, targetPerSample: false, channels: 2).Scores(context, h, t, scores);
        Assert.Equal([(3f * 2) + (1 * 2), (3f * 5) - 1], scores.Elements.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>("channels", () => LocalLoss.CreatePooled(LocalLossKind.Dot, 1, false, 0));
        Assert.Throws<ArgumentException>(
            () => LocalLoss.CreatePooled(LocalLossKind.Dot, 1, false, 4).Scores(context, h, t, scores));
    }

    [Fact]
    public void The_nearest_target_scores_highest_however_far_all_are()
    {
        using var context = new ComputeContext(1);
        var scores = new MatrixView(new float[2], 1, 2);
        Create(LocalLossKind.SquaredDistance).Scores(context, new([100f, 0f], 1, 2), new([101f, 0f, 1000f, 0f], 2, 2), scores);
        Assert.True(scores[0, 0] > scores[0, 1]);
        Create(LocalLossKind.Dot).Scores(context, new([100f, 0f], 1, 2), new([101f, 0f, 1000f, 0f], 2, 2), scores);
        Assert.True(scores[0, 0] < scores[0, 1]);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("kind", () => Create((LocalLossKind)7));
        Assert.Throws<ArgumentOutOfRangeException>("topK", () => LocalLoss.Create(LocalLossKind.PairsTopK, 0, 1f, targetPerSample: true));
        foreach (LocalLossKind kind in new[] { LocalLossKind.Dot, LocalLossKind.SquaredDistance, LocalLossKind.Expectation })
        {
            Assert.Throws<ArgumentException>("kind", () => LocalLoss.Create(kind, 1, 1f, targetPerSample: true));
        }

        using var context = new ComputeContext(1);
        MatrixView g = new(new float[8], 2, 4);
        Assert.Throws<ArgumentException>(
            "lesson", () => Create(LocalLossKind.Expectation).Evaluate(context, s_h, s_t, new Lesson { Centers = [1f], Values = [1f, 2f] }, g));
        Assert.Throws<ArgumentException>("t", () => LocalLoss.Create(LocalLossKind.PairsByLabel, 1, 1f, targetPerSample: true)
            .Evaluate(context, s_h, s_t, new Lesson { Labels = [0, 1] }, g));
    }

    private static LocalLoss Create(LocalLossKind kind) => LocalLoss.Create(kind, 1, 1f, targetPerSample: false);
}
