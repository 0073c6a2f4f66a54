using SigProp.Comparison.Charts;

namespace SigProp.Comparison;

/// <summary>Makes one page of a comparison: who is ahead and by how much, tables, charts with what to see in them, and how to run it again.</summary>
public static class ComparisonReport
{
    /// <summary>The page: one HTML file that needs nothing else, no network and no script, to be read on a screen, light or dark, or on paper. The same
    /// results give the same page.</summary>
    /// <param name="results">What was found out. What it lacks is left out of the page.</param>
    public static string ToHtml(ComparisonResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        CandidateSummary[] candidates = [.. results.Candidates.Where(c => c.Runs.Count > 0).Select((c, i) => new CandidateSummary(c, i))];
        (string Id, string Heading, Action<MarkupWriter> Write)[] sections =
        [
            ("answer", "What came out", html =>
            {
                ReportHeadline.Write(html, results, candidates);
                ReportVerdicts.Write(html, results, candidates);
            }),
            ("results", "Results", html => ReportTables.WriteResults(html, results, candidates)),
            ("constraints", "What each rule asks of a network", html => ReportTables.WriteConstraints(html, candidates)),
            ("scores", "Quality and cost", html => ReportWriter.Figures(html, body => ReportScoreFigures.Write(body, results, candidates))),
            ("learning", "Learning curves", html => ReportWriter.Figures(html, body => ReportCurveFigures.Write(body, candidates))),
            ("layers", "Layer by layer", html =>
            {
                ReportWriter.Figures(html, body =>
                {
                    ReportNetworkFigures.WriteMemory(body, candidates);
                    ReportNetworkFigures.WriteExits(body, candidates);
                });
                ReportTables.WriteLayers(html, candidates);
            }),
            ("answers", "Right and wrong answers", html => ReportWriter.Figures(html, body =>
            {
                ReportAnswerFigures.WriteCalibration(body, candidates);
                ReportAnswerFigures.WriteConfusion(body, results, candidates);
            })),
            ("alignment", "Alignment", html => ReportWriter.Figures(html, body =>
            {
                ReportCurveFigures.WriteAngles(body, candidates);
                ReportCurveFigures.WriteGradientAngles(body, candidates);
            })),
            ("spikes", "Spikes", html => ReportNetworkFigures.WriteSpikes(html, candidates)),
            ("notes", "Notes", html => WriteNotes(html, results)),
            ("again", "How to run it again", html => WriteCommand(html, results)),
        ];

        var page = new MarkupWriter();
        page.AddRaw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.AddRaw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n");

        // Whatever the data may hold, the page fetches nothing and runs nothing.
        page.AddRaw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
        page.Add($"<title>{results.Title}</title>");
        page.AddRaw(ReportStyle.Css);
        page.Add($"</head>\n<body>\n<main>\n<header><h1>{results.Title}</h1>");
        WriteFacts(page, results, candidates);
        var body = new MarkupWriter();
        (string Id, string Heading)[] written = [.. sections.Where(s => ReportWriter.Section(body, s.Id, s.Heading, s.Write)).Select(s => (s.Id, s.Heading))];
        page.Add($"<nav aria-label=\"Sections\">");
        foreach ((string id, string heading) in written)
        {
            page.Add($"<a href=\"#{id}\">{heading}</a>");
        }

        page.Add($"</nav></header>");
        page.AddRaw(body.ToString());
        page.Add($"</main>\n</body>\n</html>");
        return page.ToString();
    }

    private static void WriteFacts(MarkupWriter html, ComparisonResults results, CandidateSummary[] candidates)
    {
        string task = results.IsRegression ? "regression" : ReportNumber.Count(results.Classes.Count, "class", "classes");
        string made = ReportNumber.Count(candidates.Length, "candidate", "candidates");
        html.Add($"<p class=\"facts\">{made} on {results.Data}: {ReportNumber.Count(results.Rows, "row", "rows")}, {task}; tested by {results.Testing}. Made {results.Made.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)} UTC on {results.Machine}.</p>");
    }

    private static void WriteNotes(MarkupWriter html, ComparisonResults results)
    {
        string[] notes =
        [
            .. results.Notes,
            .. results.Candidates.Where(c => c.Runs.Count == 0).Select(c => $"{c.Name} has no run and is left out."),
        ];
        if (notes.Length == 0)
        {
            return;
        }

        html.Add($"<ul>");
        foreach (string note in notes)
        {
            html.Add($"<li>{note}</li>");
        }

        html.Add($"</ul>");
    }

    private static void WriteCommand(MarkupWriter html, ComparisonResults results)
    {
        if (results.Command is not null)
        {
            html.Add($"<pre><code>{results.Command}</code></pre>");
            html.Add($"<p class=\"note\">The same seeds on the same data give the same predictions; times depend on the machine.</p>");
        }
    }
}
