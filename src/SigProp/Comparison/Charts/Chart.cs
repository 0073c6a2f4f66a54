namespace SigProp.Comparison.Charts;

/// <summary>A chart as an SVG element of a page. Colours are those of the page's style sheet, so that it is light or dark as the page is.</summary>
internal abstract class Chart
{
    /// <summary>Of all charts, so that text has the same size in each; a page may draw them larger or smaller.</summary>
    public const int Width = 480;

    /// <summary>What is drawn, for those who hear it.</summary>
    public required string Label { get; init; }

    public string ToSvg()
    {
        var body = new MarkupWriter();
        double height = Draw(body);
        var svg = new MarkupWriter();
        svg.Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\" aria-label=\"{Label}\" viewBox=\"0 0 {Width} {height}\">");
        svg.AddRaw(body.ToString());
        svg.Add($"</svg>");
        return svg.ToString();
    }

    /// <summary>Draws everything, and tells how high it is.</summary>
    protected abstract double Draw(MarkupWriter svg);
}
