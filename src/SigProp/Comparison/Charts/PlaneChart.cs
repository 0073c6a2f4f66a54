namespace SigProp.Comparison.Charts;

/// <summary>A chart with an axis across and an axis up.</summary>
internal abstract class PlaneChart : Chart
{
    private const double Top = 30, PlotHeight = 220, Bottom = 44, Right = 14;

    private double _left;

    public required Axis X { get; init; }

    public required Axis Y { get; init; }

    public required IReadOnlyList<Series> Series { get; init; }

    public IReadOnlyList<ReferenceLine> References { get; init; } = [];

    protected abstract bool HasLines { get; }

    protected double Across(double x) => _left + (X.Place(x) * (Width - Right - _left));

    protected double Up(double y) => Top + ((1 - Y.Place(y)) * PlotHeight);

    protected abstract void Draw(MarkupWriter svg, Series series);

    protected sealed override double Draw(MarkupWriter svg)
    {
        _left = 10 + Y.Ticks.Max(t => ChartText.WidthOf(t.Text));
        svg.Add($"<text class=\"axis\" x=\"0\" y=\"14\">{ChartText.Fit(Y.Label, Width)}</text>");
        foreach (Tick tick in Y.Ticks)
        {
            double y = Up(tick.Value);
            svg.Add($"<path class=\"grid\" d=\"M{_left} {y}H{Width - Right}\"/>");
            svg.Add($"<text class=\"tick\" text-anchor=\"end\" x=\"{_left - 7}\" y=\"{y + 4.5}\">{tick.Text}</text>");
        }

        DrawTicksAcross(svg);
        svg.Add($"<text class=\"axis\" text-anchor=\"end\" x=\"{Width - Right}\" y=\"{Top + PlotHeight + 37}\">{ChartText.Fit(X.Label, Width - _left - Right)}</text>");
        svg.Add($"<path class=\"frame\" d=\"M{_left} {Top}V{Top + PlotHeight}H{Width - Right}\"/>");
        foreach (ReferenceLine line in References)
        {
            svg.Add($"<path class=\"reference\" d=\"M{Across(line.FromX)} {Up(line.FromY)}L{Across(line.ToX)} {Up(line.ToY)}\"><title>{line.Hint}</title></path>");
        }

        foreach (Series series in Series)
        {
            svg.Add($"<g class=\"{SeriesStyle.ClassOf(series.Style)}\">");
            Draw(svg, series);
            svg.Add($"</g>");
        }

        return Legend.Draw(svg, Series, Top + PlotHeight + Bottom, HasLines) + 4;
    }

    protected void Mark(MarkupWriter svg, Series series, SeriesPoint point)
    {
        svg.Add($"<path class=\"mark\" transform=\"translate({Across(point.X)} {Up(point.Y)})\" d=\"{SeriesStyle.MarkerOf(series.Style)}\"><title>{series.Name}: {point.Hint}</title></path>");
    }

    private void DrawTicksAcross(MarkupWriter svg)
    {
        double end = double.NegativeInfinity, bottom = Top + PlotHeight;
        double room = (Width - Right - _left) / Math.Max(1, X.Ticks.Count);
        bool areNames = X.Low == -0.5;
        foreach (Tick tick in X.Ticks)
        {
            string text = areNames ? ChartText.Fit(tick.Text, Math.Max(room - 6, 46)) : tick.Text;
            double width = ChartText.WidthOf(text), x = Across(tick.Value);
            svg.Add($"<path class=\"frame\" d=\"M{x} {bottom}v4\"/>");

            // Kept inside the picture, and left out where it would run into the one before.
            double start = Math.Min(x - (width / 2), Width - width);
            if (start > end + 5)
            {
                svg.Add($"<text class=\"tick\" text-anchor=\"middle\" x=\"{start + (width / 2)}\" y=\"{bottom + 18}\">{text}</text>");
                end = start + width;
            }
        }
    }
}
