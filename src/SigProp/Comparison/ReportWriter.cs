using SigProp.Comparison.Charts;

namespace SigProp.Comparison;

/// <summary>Writes the parts of a report.</summary>
internal static class ReportWriter
{
    /// <summary>A section, if it has anything in it.</summary>
    /// <param name="html">Where to write.</param>
    /// <param name="id">Its name in the page.</param>
    /// <param name="heading">Its heading.</param>
    /// <param name="write">Writes what is in it.</param>
    /// <returns>Whether there is one.</returns>
    public static bool Section(MarkupWriter html, string id, string heading, Action<MarkupWriter> write)
    {
        var body = new MarkupWriter();
        write(body);
        if (body.IsEmpty)
        {
            return false;
        }

        html.Add($"<section id=\"{id}\"><h2>{heading}</h2>");
        html.AddRaw(body.ToString());
        html.Add($"</section>");
        return true;
    }

    /// <summary>A chart with what there is to see in it.</summary>
    public static void Figure(MarkupWriter html, string title, Chart chart, string caption)
    {
        html.Add($"<figure><h3>{title}</h3>");
        html.AddRaw(chart.ToSvg());
        html.Add($"<figcaption>{caption}</figcaption></figure>");
    }

    /// <summary>Figures side by side where the page is wide enough; nothing where there are none.</summary>
    public static void Figures(MarkupWriter html, Action<MarkupWriter> write)
    {
        var body = new MarkupWriter();
        write(body);
        if (!body.IsEmpty)
        {
            html.Add($"<div class=\"figures\">");
            html.AddRaw(body.ToString());
            html.Add($"</div>");
        }
    }

    /// <summary>The beginning of a table that may be wider than the page and then scrolls by itself.</summary>
    public static void BeginTable(MarkupWriter html, string caption, IEnumerable<string> headings, bool isOfWords = false)
    {
        html.Add($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\"><table class=\"{(isOfWords ? "words" : "numbers")}\"><thead><tr>");
        foreach (string heading in headings)
        {
            html.Add($"<th scope=\"col\">{heading}</th>");
        }

        html.Add($"</tr></thead><tbody>");
    }

    public static void EndTable(MarkupWriter html) => html.Add($"</tbody></table></div>");

    /// <summary>A candidate's name with its marker, at the beginning of a table's row.</summary>
    public static void NameCell(MarkupWriter html, CandidateSummary candidate, bool withAbout = false)
    {
        html.Add($"<th scope=\"row\" class=\"{SeriesStyle.ClassOf(candidate.Style)}\"><svg class=\"key\" viewBox=\"-6 -6 12 12\" aria-hidden=\"true\"><path class=\"mark\" d=\"{SeriesStyle.MarkerOf(candidate.Style)}\"/></svg>{candidate.Name}");
        if (withAbout)
        {
            html.Add($"<small>{candidate.Candidate.About}{(candidate.Candidate.Source is string source ? $" ({source})" : "")}</small>");
        }

        html.Add($"</th>");
    }

    /// <summary>A number in a table.</summary>
    public static void NumberCell(MarkupWriter html, string text, bool isBest = false)
    {
        // The deviation on a line of its own: so the table is half as wide.
        int cut = text.IndexOf(" ± ", StringComparison.Ordinal);
        string mean = cut < 0 ? text : text[..cut], deviation = cut < 0 ? "" : text[cut..];
        if (isBest)
        {
            html.Add($"<td class=\"best\"><strong>{mean}</strong> <span title=\"the best of this column\">★</span><small>{deviation}</small></td>");
        }
        else if (cut >= 0)
        {
            html.Add($"<td>{mean}<small>{deviation}</small></td>");
        }
        else
        {
            html.Add($"<td>{text}</td>");
        }
    }
}
