using SigProp.Comparison.Charts;

namespace SigProp.Comparison;

/// <summary>Where signal propagation wins and where it loses: its best figures beside the best of all others.</summary>
internal static class ReportVerdicts
{
    public static void Write(MarkupWriter html, ComparisonResults results, IReadOnlyList<CandidateSummary> candidates)
    {
        CandidateSummary[] own = [.. candidates.Where(c => c.IsSignalPropagation)], others = [.. candidates.Where(c => !c.IsSignalPropagation)];
        if (own.Length == 0 || others.Length == 0)
        {
            return;
        }

        var rows = new List<(Quantity Quantity, CandidateSummary Own, CandidateSummary Other, Gap Gap)>();
        foreach (Quantity quantity in results.Measures.Select(Quantity.Of).Concat([Quantity.TrainingTime, Quantity.TimeOfSample, Quantity.SignalMemory]))
        {
            if (quantity.BestOf(own) is CandidateSummary one && quantity.BestOf(others) is CandidateSummary other)
            {
                rows.Add((quantity, one, other, Gap.Of(quantity, one, other)));
            }
        }

        if (rows.Count == 0)
        {
            return;
        }

        html.Add($"<h3>Where signal propagation wins, and where it loses</h3>");
        string[] wins = [.. rows.Where(r => IsDecided(r.Quantity, r.Gap) && r.Gap.Size > 0).Select(r => r.Quantity.Name)];
        string[] losses = [.. rows.Where(r => IsDecided(r.Quantity, r.Gap) && r.Gap.Size < 0).Select(r => r.Quantity.Name)];
        html.Add($"<p>Beside the best of the others it wins on {Listed(wins)} and loses on {Listed(losses)}.</p>");
        ReportWriter.BeginTable(html, "Signal propagation beside the best of the others", ["", "signal propagation", "best of the others", "verdict"]);
        foreach ((Quantity quantity, CandidateSummary one, CandidateSummary other, Gap gap) in rows)
        {
            html.Add($"<tr><th scope=\"row\">{quantity.Name}</th>");
            ReportWriter.NumberCell(html, $"{one.Name}: {quantity.TextOf(one)}");
            ReportWriter.NumberCell(html, $"{other.Name}: {quantity.TextOf(other)}");
            html.Add($"<td class=\"words\">{Verdict(quantity, one, other, gap)}</td></tr>");
        }

        ReportWriter.EndTable(html);
    }

    // Memory is a matter of shapes, not of chance: one run tells all.
    private static bool IsDecided(Quantity quantity, Gap gap) => gap.IsBeyondSpread || (quantity == Quantity.SignalMemory && gap.Size != 0);

    private static string Verdict(Quantity quantity, CandidateSummary one, CandidateSummary other, Gap gap)
    {
        if (gap.Size == 0)
        {
            return "the same";
        }

        double a = quantity.SpreadOf(one).Mean, b = quantity.SpreadOf(other).Mean;
        string size = quantity.IsAmount && a > 0 && b > 0
            ? $"{ReportNumber.Times(Math.Max(a, b) / Math.Min(a, b))} times as much {(a > b ? "as the others' best" : "for the others' best")}"
            : $"by {quantity.GapText(Math.Abs(gap.Size))}";
        string direction = gap.Size > 0 ? "wins" : "loses";
        return IsDecided(quantity, gap)
            ? $"{direction}: {size}"
            : gap.HasSpread ? $"{(gap.Size > 0 ? "ahead" : "behind")}, within the spread: {size}" : $"{(gap.Size > 0 ? "ahead" : "behind")}, of one run each: {size}";
    }

    private static string Listed(string[] names) => names.Length == 0 ? "nothing beyond the spread" : string.Join(", ", names);
}
