using System.Globalization;
using System.Text;

namespace SigProp.Comparison.Charts;

/// <summary>Lines from point to point, each with some markers.</summary>
internal sealed class LineChart : PlaneChart
{
    // More markers than this hide the line; more points than this are finer than the picture.
    private const int MostMarkers = 12, MostPoints = 400;

    protected override bool HasLines => true;

    protected override void Draw(MarkupWriter svg, Series series)
    {
        SeriesPoint[] points = [.. Evenly(series.Points, MostPoints)];
        var path = new StringBuilder();
        bool isDown = false;
        foreach (SeriesPoint point in points)
        {
            if (point.IsFinite)
            {
                path.Append(CultureInfo.InvariantCulture, $"{(isDown ? 'L' : 'M')}{Across(point.X):0.##} {Up(point.Y):0.##}");
            }

            isDown = point.IsFinite;
        }

        svg.Add($"<path class=\"line\" stroke-dasharray=\"{SeriesStyle.DashesOf(series.Style)}\" d=\"{path.ToString()}\"><title>{series.Name}</title></path>");
        foreach (SeriesPoint point in Evenly([.. points.Where(p => p.IsFinite)], MostMarkers))
        {
            if (point.YDeviation > 0)
            {
                svg.Add($"<path class=\"whisker\" d=\"M{Across(point.X)} {Up(point.Y - point.YDeviation)}V{Up(point.Y + point.YDeviation)}\"/>");
            }

            Mark(svg, series, point);
        }
    }

    /// <summary>As many points as asked for, the first and the last among them.</summary>
    private static IEnumerable<SeriesPoint> Evenly(IReadOnlyList<SeriesPoint> points, int most) => points.Count <= most
        ? points
        : Enumerable.Range(0, most).Select(i => points[(int)((long)i * (points.Count - 1) / (most - 1))]);
}
