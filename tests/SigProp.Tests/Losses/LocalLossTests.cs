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
    public void Scores_are_those_computed_by_hand(LocalLossKind comparison, float[] expected)
    {
        using var context = new ComputeContext(1);
        var scores = new MatrixView(new float[8], 2, 4);
        LocalLoss.Create(comparison).Scores(context, s_h, s_t, scores);
        Assert.All(expected.Zip(scores.Elements.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void The_nearest_target_scores_highest_however_far_all_are()
    {
        using var context = new ComputeContext(1);
        var scores = new MatrixView(new float[2], 1, 2);
        LocalLoss.Create(LocalLossKind.SquaredDistance).Scores(context, new([100f, 0f], 1, 2), new([101f, 0f, 1000f, 0f], 2, 2), scores);
        Assert.True(scores[0, 0] > scores[0, 1]);
        LocalLoss.Create(LocalLossKind.Dot).Scores(context, new([100f, 0f], 1, 2), new([101f, 0f, 1000f, 0f], 2, 2), scores);
        Assert.True(scores[0, 0] < scores[0, 1]);
    }

    [Fact]
    public void An_unknown_comparison_is_refused()
        => Assert.Throws<ArgumentOutOfRangeException>("comparison", () => LocalLoss.Create((LocalLossKind)5));
}
