using SigProp.Losses;
using SigProp.Numerics;

namespace SigProp.Tests.Losses;

public sealed class RegressionLossTests
{
    private static readonly float[] s_values = [1f, -1f, 0.5f, 2f];

    [Fact]
    public void The_squared_loss_and_its_gradient_are_those_computed_by_hand()
    {
        // Errors: 0.5, 1 and -2, 0; weights 1 and 3.
        float[] y = [1.5f, 0f, -1.5f, 2f];
        LossValue value = RegressionLoss.Squared(new MatrixView(y, 2, 2), new Lesson { Values = s_values, Weights = [1f, 3f] });
        Assert.Equal((1.25 + (3 * 4)) / 2, value.Mean, 1e-6);
        Assert.Equal((1 - 0.625) + (1 - 2), value.Score, 1e-6);
        Assert.Equal([0.5f, 1f, -6f, 0f], y);
    }

    [Fact]
    public void The_huber_loss_grows_evenly_from_delta_on()
    {
        float[] y = [1.5f, 0f, -1.5f, 2f];
        LossValue value = RegressionLoss.Huber(new MatrixView(y, 2, 2), new Lesson { Values = s_values }, delta: 1f);
        Assert.Equal((0.125 + 0.5 + 1.5) / 2, value.Mean, 1e-6);
        Assert.Equal((1 - 0.625) + (1 - 2), value.Score, 1e-6);
        Assert.Equal([0.25f, 0.5f, -0.5f, 0f], y);
    }

    [Fact]
    public void Below_delta_it_is_half_the_squared_loss()
    {
        float[] predictions = Given.Uniform(12, 1), values = Given.Uniform(12, 2), squared = [.. predictions], huber = [.. predictions];
        double twice = RegressionLoss.Squared(new MatrixView(squared, 4, 3), new Lesson { Values = values }).Mean;
        Assert.Equal(twice / 2, RegressionLoss.Huber(new MatrixView(huber, 4, 3), new Lesson { Values = values }, 10f).Mean, 1e-6);
        Assert.All(squared.Zip(huber), pair => Assert.Equal(pair.First / 2, pair.Second, 1e-6f));
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        var y = new MatrixView(new float[4], 2, 2);
        Assert.Throws<ArgumentException>("lesson", () => RegressionLoss.Squared(y, new Lesson { Values = [1f, 2f] }));
        Assert.Throws<ArgumentOutOfRangeException>("delta", () => RegressionLoss.Huber(y, new Lesson { Values = s_values }, 0f));
        y[1, 0] = float.NaN;
        Assert.True(double.IsNaN(RegressionLoss.Squared(y, new Lesson { Values = s_values }).Mean));
    }
}
