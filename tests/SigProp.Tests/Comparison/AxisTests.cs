using SigProp.Comparison.Charts;

namespace SigProp.Tests.Comparison;

public sealed class AxisTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.912, 0.987)]
    [InlineData(-3, 17)]
    [InlineData(1234, 98_765)]
    [InlineData(1e-7, 9e-7)]
    [InlineData(0.1, 0.3)]
    public void Ticks_are_multiples_of_a_nice_step_and_reach_around_the_values(double low, double high)
    {
        Axis axis = Axis.Of("x", [low, high]);
        Assert.InRange(axis.Ticks.Count, 3, 8);
        Assert.True(axis.Low <= low && axis.High >= high, $"{axis.Low} to {axis.High}");
        double step = axis.Ticks[1].Value - axis.Ticks[0].Value, leading = step / Math.Pow(10, Math.Floor(Math.Log10(step * 1.000001)));
        Assert.Contains(Math.Round(leading, 6), new[] { 1.0, 2, 5 });
        Assert.All(axis.Ticks, t => Assert.Equal(Math.Round(t.Value / step), t.Value / step, 1e-6));
        Assert.Equal(axis.Ticks.Count, axis.Ticks.Select(t => t.Text).Distinct().Count());
    }

    [Fact]
    public void Ticks_say_what_people_write()
    {
        Assert.Equal(["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"], Axis.Of("x", [0, 1]).Ticks.Select(t => t.Text));
        Assert.Equal(["0", "20,000", "40,000"], Axis.Of("x", [0, 40_000], steps: 2).Ticks.Select(t => t.Text));
        Assert.Equal(["1", "2", "5", "10", "20", "50", "100"], Axis.Of("x", [1, 100], mayBeLogarithmic: true).Ticks.Select(t => t.Text));
        Assert.Equal(["1", "5", "10", "15"], Axis.OfWhole("x", [1, 18]).Ticks.Select(t => t.Text));
    }

    [Theory]
    [InlineData(0.5, 2000)]
    [InlineData(1e-6, 1e9)]
    [InlineData(3, 100)]
    public void A_wide_span_above_0_is_drawn_on_a_logarithmic_axis(double low, double high)
    {
        Axis axis = Axis.Of("x", [low, high], mayBeLogarithmic: true);
        Assert.True(axis.IsLogarithmic);
        Assert.True(axis.Low <= low && axis.High >= high, $"{axis.Low} to {axis.High}");
        Assert.InRange(axis.Ticks.Count, 3, 12);
        Assert.Equal(0.5, axis.Place(Math.Sqrt(axis.Low * axis.High)), 1e-9);
        Assert.Equal(0, axis.Place(-1));
    }

    [Theory]
    [InlineData(new double[] { })]
    [InlineData(new[] { 0.0 })]
    [InlineData(new[] { 0.97, 0.97 })]
    [InlineData(new[] { 1.0 })]
    [InlineData(new[] { double.NaN, 2.0, double.PositiveInfinity })]
    public void Values_without_a_span_have_an_axis_too(double[] values)
    {
        Axis axis = Axis.Of("x", values, mayBeLogarithmic: true, most: 2);
        Assert.True(axis.High > axis.Low, $"{axis.Low} to {axis.High}");
        Assert.InRange(axis.High, double.MinValue, 2.5);
        Assert.All(values.Where(double.IsFinite), v => Assert.InRange(axis.Place(v), 0, 1));
    }

    [Fact]
    public void Styles_of_all_candidates_differ()
        => Assert.Equal(28, Enumerable.Range(0, 28).Select(i => (SeriesStyle.ClassOf(i), SeriesStyle.DashesOf(i), SeriesStyle.MarkerOf(i))).Distinct().Count());

    [Theory]
    [InlineData("", 50, "")]
    [InlineData("short", 50, "short")]
    [InlineData("a name that is much too long", 80, "a name t…")]
    public void Text_that_does_not_fit_is_cut(string text, double width, string expected) => Assert.Equal(expected, ChartText.Fit(text, width));
}
