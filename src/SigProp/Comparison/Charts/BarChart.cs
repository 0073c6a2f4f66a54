namespace SigProp.Comparison.Charts;

/// <summary>Bars from left to right, one below the other. Where the axis does not reach down to 0 a bar's length would mislead: then only its end is
/// drawn.</summary>
internal sealed class BarChart : Chart
{
    private const double Top = 28, Line = 26, Thick = 14, MostName = 150;

    public required Axis Values { get; init; }

    public required IReadOnlyList<Bar> Bars { get; init; }

    protected override double Draw(MarkupWriter svg)
    {
        double left = 10 + Math.Min(MostName, Bars.Max(b => ChartText.WidthOf(b.Name)));
        double right = Width - 10 - Bars.Max(b => ChartText.WidthOf(b.Text)), bottom = Top + (Line * Bars.Count);
        double Across(double value) => left + (Values.Place(value) * (right - left));
        bool hasBars = !Values.IsLogarithmic && Values.Low == 0;

        svg.Add($"<text class=\"axis\" x=\"0\" y=\"14\">{ChartText.Fit(Values.Label, Width)}</text>");
        double end = double.NegativeInfinity;
        foreach (Tick tick in Values.Ticks)
        {
            double x = Across(tick.Value), width = ChartText.WidthOf(tick.Text);
            svg.Add($"<path class=\"grid\" d=\"M{x} {Top}V{bottom}\"/>");
            if (x - (width / 2) > end + 5)
            {
                svg.Add($"<text class=\"tick\" text-anchor=\"middle\" x=\"{x}\" y=\"{bottom + 17}\">{tick.Text}</text>");
                end = x + (width / 2);
            }
        }

        for (int i = 0; i < Bars.Count; i++)
        {
            Bar bar = Bars[i];
            double y = Top + (Line * (i + 0.5));
            svg.Add($"<g class=\"{SeriesStyle.ClassOf(bar.Style)}\"><title>{bar.Hint}</title>");
            svg.Add($"<text text-anchor=\"end\" x=\"{left - 8}\" y=\"{y + 4.5}\">{ChartText.Fit(bar.Name, left - 9)}</text>");
            if (double.IsFinite(bar.Value))
            {
                Draw(svg, bar, y, hasBars, Across);
            }

            svg.Add($"<text class=\"tick\" x=\"{right + 9}\" y=\"{y + 4.5}\">{bar.Text}</text></g>");
        }

        svg.Add($"<path class=\"frame\" d=\"M{left} {Top}V{bottom}\"/>");
        return bottom + 24;
    }

    private static void Draw(MarkupWriter svg, Bar bar, double y, bool hasBars, Func<double, double> across)
    {
        if (hasBars)
        {
            svg.Add($"<path class=\"bar\" d=\"M{across(0)} {y - (Thick / 2)}H{across(bar.Value)}v{Thick}H{across(0)}z\"/>");
        }

        foreach (double dot in bar.Dots.Where(double.IsFinite))
        {
            svg.Add($"<circle class=\"dot\" cx=\"{across(dot)}\" cy=\"{y}\" r=\"2.5\"/>");
        }

        if (bar.Deviation > 0)
        {
            svg.Add($"<path class=\"reach\" d=\"M{across(bar.Value - bar.Deviation)} {y}H{across(bar.Value + bar.Deviation)}\"/>");
        }

        if (!hasBars)
        {
            svg.Add($"<path class=\"mark\" transform=\"translate({across(bar.Value)} {y})\" d=\"{SeriesStyle.MarkerOf(bar.Style)}\"/>");
        }
    }
}
