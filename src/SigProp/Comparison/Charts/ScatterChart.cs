namespace SigProp.Comparison.Charts;

/// <summary>Points with whiskers.</summary>
internal sealed class ScatterChart : PlaneChart
{
    protected override bool HasLines => false;

    protected override void Draw(MarkupWriter svg, Series series)
    {
        foreach (SeriesPoint point in series.Points.Where(p => p.IsFinite))
        {
            if (point.XDeviation > 0)
            {
                svg.Add($"<path class=\"whisker\" d=\"M{Across(point.X - point.XDeviation)} {Up(point.Y)}H{Across(point.X + point.XDeviation)}\"/>");
            }

            if (point.YDeviation > 0)
            {
                svg.Add($"<path class=\"whisker\" d=\"M{Across(point.X)} {Up(point.Y - point.YDeviation)}V{Up(point.Y + point.YDeviation)}\"/>");
            }

            Mark(svg, series, point);
        }
    }
}
