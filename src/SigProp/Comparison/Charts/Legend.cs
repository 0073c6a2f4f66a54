namespace SigProp.Comparison.Charts;

/// <summary>Which series looks how, in as many lines as it takes.</summary>
internal static class Legend
{
    private const double Line = 20, Sample = 30, Gap = 18;

    /// <param name="svg">Where to draw.</param>
    /// <param name="series">The series; with a single one nothing is drawn, the caption names it.</param>
    /// <param name="top">The upper end.</param>
    /// <param name="withLines">Whether series are lines, with dashes, or markers alone.</param>
    /// <returns>The lower end.</returns>
    public static double Draw(MarkupWriter svg, IReadOnlyList<Series> series, double top, bool withLines)
    {
        if (series.Count < 2)
        {
            return top;
        }

        double x = 4, y = top + (Line / 2);
        double sample = withLines ? Sample : 12;
        foreach (Series one in series)
        {
            string name = ChartText.Fit(one.Name, Chart.Width - sample - 20);
            double width = sample + 6 + ChartText.WidthOf(name);
            if (x > 4 && x + width > Chart.Width)
            {
                (x, y) = (4, y + Line);
            }

            svg.Add($"<g class=\"{SeriesStyle.ClassOf(one.Style)}\">");
            if (withLines)
            {
                svg.Add($"<path class=\"line\" stroke-dasharray=\"{SeriesStyle.DashesOf(one.Style)}\" d=\"M{x} {y}h{sample}\"/>");
            }

            svg.Add($"<path class=\"mark\" transform=\"translate({x + (sample / 2)} {y})\" d=\"{SeriesStyle.MarkerOf(one.Style)}\"/>");
            svg.Add($"<text x=\"{x + sample + 6}\" y=\"{y + 4.5}\">{name}<title>{one.Name}</title></text></g>");
            x += width + Gap;
        }

        return y + (Line / 2);
    }
}
