using SigProp.Data;

namespace SigProp.Tests.Rows;

public sealed class StandardScalingTests
{
    [Fact]
    public void Means_and_deviations_are_those_computed_by_hand()
    {
        StandardScaling scaling = StandardScaling.Fit([1, 10, 3, 10, 8, 10], 2);
        Assert.Equal([4f, 10f], scaling.Means);
        Assert.Equal((float)Math.Sqrt(26 / 3.0), scaling.Deviations[0]);
        Assert.Equal(1f, scaling.Deviations[1]);
        Assert.Equal(2, scaling.Width);
    }

    [Fact]
    public void What_it_learned_from_comes_out_with_mean_zero_and_deviation_one()
    {
        // A mean a million times the deviation, where the textbook's shortcut has no digits left.
        float[] features = [.. Given.Uniform(600).Select((v, i) => i % 3 == 0 ? 1e6f + (4 * v) : i % 3 == 1 ? 1e-6f * v : v)];
        StandardScaling.Fit(features, 3).Apply(features);
        for (int j = 0; j < 3; j++)
        {
            double[] column = [.. Enumerable.Range(0, 200).Select(i => (double)features[(3 * i) + j])];
            Assert.Equal(0, column.Average(), 0.02);
            Assert.Equal(1, column.Average(v => v * v), 0.02);
        }
    }

    [Fact]
    public void A_constant_feature_becomes_zero_and_stays_tame()
    {
        float[] features = [.. Enumerable.Repeat(0.1f, 10)];
        StandardScaling scaling = StandardScaling.Fit(features, 1);
        scaling.Apply(features);
        Assert.All(features, v => Assert.Equal(0f, v));
        float[] other = [1.1f];
        scaling.Apply(other);
        Assert.Equal(1f, other[0], 1e-6f);
    }

    [Fact]
    public void A_deviation_too_small_to_divide_by_does_not_become_infinite()
    {
        float[] features = [0f, 1e-42f, 0f, 1e-42f];
        StandardScaling.Fit(features, 1).Apply(features);
        Assert.All(features, v => Assert.True(float.IsFinite(v)));
    }

    [Fact]
    public void A_copy_with_other_numbers_applies_those()
    {
        StandardScaling scaling = new StandardScaling([1f], [2f]) with { Means = [3f], Deviations = [4f] };
        float[] features = [11f];
        scaling.Apply(features);
        Assert.Equal(2f, features[0]);
    }

    [Fact]
    public void Numbers_that_do_not_fit_each_other_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new StandardScaling([1f, 2f], [1f]));
        Assert.Throws<ArgumentException>(() => new StandardScaling([1f], [0f]));
        Assert.Throws<ArgumentException>(() => new StandardScaling([float.NaN], [1f]));
    }

    [Fact]
    public void Lengths_that_are_no_whole_rows_are_refused()
    {
        Assert.Throws<ArgumentException>("features", () => StandardScaling.Fit(new float[5], 2));
        Assert.Throws<ArgumentException>("features", () => StandardScaling.Fit([], 2));
        Assert.Throws<ArgumentOutOfRangeException>("width", () => StandardScaling.Fit([], 0));
        Assert.Throws<ArgumentException>(() => StandardScaling.Fit([1, float.NaN], 2));
        Assert.Throws<ArgumentException>("features", () => new StandardScaling([0, 0], [1, 1]).Apply(new float[3]));
    }
}
