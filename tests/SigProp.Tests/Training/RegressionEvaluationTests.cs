using SigProp.Training;

namespace SigProp.Tests.Training;

public sealed class RegressionEvaluationTests
{
    [Fact]
    public void Measures_are_those_computed_by_hand()
    {
        // Errors 1, -1, 0, 2; the values' mean is 2.5 and their sum of squares about it 5.
        RegressionEvaluation evaluation = RegressionEvaluation.Of([0, 3, 3, 2], [1, 2, 3, 4]);
        Assert.Equal(4, evaluation.Rows);
        Assert.Equal(1 - (6 / 5.0), evaluation.R2, 1e-12);
        Assert.Equal(Math.Sqrt(6 / 4.0), evaluation.Rmse, 1e-12);
        Assert.Equal(1, evaluation.Mae, 1e-12);
        Assert.Null(evaluation.IntervalCoverage);
        Assert.Null(evaluation.IntervalWidth);
    }

    [Fact]
    public void Of_several_outputs_R2_is_the_mean()
    {
        float[] first = [1, 2, 3, 4], second = [100, 300, 200, 400], firstPredicted = [1, 2, 2, 4], secondPredicted = [110, 290, 220, 400];
        RegressionEvaluation both = RegressionEvaluation.Of(Interleaved(firstPredicted, secondPredicted), Interleaved(first, second), 2);
        RegressionEvaluation one = RegressionEvaluation.Of(firstPredicted, first), other = RegressionEvaluation.Of(secondPredicted, second);
        Assert.Equal(4, both.Rows);
        Assert.Equal((one.R2 + other.R2) / 2, both.R2, 1e-12);
        Assert.Equal((one.Mae + other.Mae) / 2, both.Mae, 1e-12);
        Assert.Equal(Math.Sqrt(((one.Rmse * one.Rmse) + (other.Rmse * other.Rmse)) / 2), both.Rmse, 1e-12);

        static float[] Interleaved(float[] a, float[] b) => [.. a.Zip(b).SelectMany(p => new[] { p.First, p.Second })];
    }

    [Fact]
    public void The_mean_explains_nothing_and_the_values_everything()
    {
        Assert.Equal(0, RegressionEvaluation.Of([2, 2, 2], [1, 2, 3]).R2, 1e-12);
        Assert.Equal(1, RegressionEvaluation.Of([1, 2, 3], [1, 2, 3]).R2);
        Assert.Equal(1, RegressionEvaluation.Of([0.1f, 0.1f, 0.1f], [0.1f, 0.1f, 0.1f]).R2);
        Assert.Equal(0, RegressionEvaluation.Of([0.1f, 0.1f, 0.2f], [0.1f, 0.1f, 0.1f]).R2);
    }

    [Fact]
    public void Intervals_are_measured_with_their_ends()
    {
        RegressionEvaluation evaluation = RegressionEvaluation.Of([1, 1, 1, 1], [1, 2, 3, 4], [1, 0, 0, 5], [2, 2, 2.5f, 6]);
        Assert.Equal(0.5, evaluation.IntervalCoverage);
        Assert.Equal((1 + 2 + 2.5 + 1) / 4, evaluation.IntervalWidth);
        Assert.Equal(RegressionEvaluation.Of([1, 1, 1, 1], [1, 2, 3, 4]), evaluation with { IntervalCoverage = null, IntervalWidth = null });
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>("predictions", () => RegressionEvaluation.Of([1, 2], [1]));
        Assert.Throws<ArgumentException>("values", () => RegressionEvaluation.Of([], []));
        Assert.Throws<ArgumentException>("values", () => RegressionEvaluation.Of([1, 2, 3], [1, 2, 3], 2));
        Assert.Throws<ArgumentOutOfRangeException>("outputs", () => RegressionEvaluation.Of([1], [1], 0));
        Assert.Throws<ArgumentException>(() => RegressionEvaluation.Of([float.NaN], [1]));
        Assert.Throws<ArgumentException>(() => RegressionEvaluation.Of([1], [float.PositiveInfinity]));
        Assert.Throws<ArgumentException>("lower", () => RegressionEvaluation.Of([1], [1], [], [2]));
        Assert.Throws<ArgumentException>("upper", () => RegressionEvaluation.Of([1], [1], [0], [2, 3]));
        Assert.Contains("row 0 (counted from 0) goes from 3 to 2",
            Assert.Throws<ArgumentException>("upper", () => RegressionEvaluation.Of([1], [1], [3], [2])).Message);
    }
}
