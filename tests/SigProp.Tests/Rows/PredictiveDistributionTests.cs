using SigProp.Data;

namespace SigProp.Tests.Rows;

public sealed class PredictiveDistributionTests
{
    private static readonly float[] s_edges = [-2, 0, 1, 4];
    private static readonly float[] s_tailed = [-3, -2, 0, 1, 4, 6];
    private static readonly float[] s_p = [0.2f, 0.5f, 0.3f];

    [Fact]
    public void The_expectation_is_that_of_the_centers()
        => Assert.Equal((0.2f * -1) + (0.5f * 0.5f) + (0.3f * 2), PredictiveDistribution.Expectation(s_p, [-1, 0.5f, 2]), 1e-6f);

    [Theory]
    [InlineData(0.1, -1)]
    [InlineData(0.2, 0)]
    [InlineData(0.45, 0.5)]
    [InlineData(0.7, 1)]
    [InlineData(0.85, 2.5)]
    public void Quantiles_are_linear_within_a_bin(double level, double expected)
    {
        Assert.Equal(expected, PredictiveDistribution.Quantile(s_p, s_edges, level), 0.01);
        Assert.Equal(level, PredictiveDistribution.LevelOf(s_p, s_edges, (float)expected), 0.001);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Beyond_the_levels_are_the_ends(bool tailed)
    {
        float[] edges = tailed ? s_tailed : s_edges;
        Assert.Equal((edges[0], edges[0]), (PredictiveDistribution.Quantile(s_p, edges, 0), PredictiveDistribution.Quantile(s_p, edges, -1)));
        Assert.Equal((edges[^1], edges[^1]), (PredictiveDistribution.Quantile(s_p, edges, 1), PredictiveDistribution.Quantile(s_p, edges, 2)));
        Assert.Equal((0.0, 0.0), (PredictiveDistribution.LevelOf(s_p, edges, edges[0]), PredictiveDistribution.LevelOf(s_p, edges, -99)));
        Assert.Equal(1, PredictiveDistribution.LevelOf(s_p, edges, edges[^1]), 1e-12);
        Assert.Equal(1, PredictiveDistribution.LevelOf(s_p, edges, 99), 1e-12);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Levels_rise_strictly_even_where_probabilities_are_zero(bool tailed)
    {
        float[] edges = tailed ? s_tailed : s_edges;
        float[] certain = [0, 1, 0];
        double last = -1;
        for (float x = edges[0]; x <= edges[^1]; x += 0.25f)
        {
            double level = PredictiveDistribution.LevelOf(certain, edges, x);
            Assert.True(level > last);
            Assert.Equal(x, PredictiveDistribution.Quantile(certain, edges, level), 1e-4f);
            last = level;
        }
    }

    [Fact]
    public void Edges_that_do_not_go_with_the_bins_are_refused()
        => Assert.Throws<ArgumentException>("edges", () => PredictiveDistribution.Quantile(s_p, [0, 1, 2], 0.5));
}
