using SigProp.Comparison.Charts;

namespace SigProp.Comparison;

/// <summary>Where signal propagation wins and where it loses: its best figures beside the best of all others.</summary>
internal static class ReportVerdicts
{
    public static void Write(MarkupWriter html, ComparisonResults results, IReadOnlyList<CandidateSummary> candidates)
    {
        CandidateSummary[] own = [.. candidates.Where(c => c.IsSignalPropagation)], others = Others(candidates);
        if (own.Length == 0 || others.Length == 0 || results.Measures.Count == 0)
        {
            return;
        }

        // The same two in every row: the least memory of one and the best accuracy of another are nothing that anyone can have together.
        Quantity first = Quantity.Of(results.Measures[0]);
        if (first.BestOf(own) is not CandidateSummary one || first.BestOf(others) is not CandidateSummary other)
        {
            return;
        }

        (Quantity Quantity, Gap Gap)[] rows =
        [
            .. from quantity in results.Measures.Select(Quantity.Of).Concat(Quantity.CostsOf(candidates))
               where double.IsFinite(quantity.SpreadOf(one).Mean) && double.IsFinite(quantity.SpreadOf(other).Mean)
               select (quantity, Gap.Of(quantity, one, other)),
        ];
        html.Add($"<h3>Where signal propagation wins, and where it loses</h3>");
        string[] wins = [.. rows.Where(r => IsDecided(r.Quantity, r.Gap) && r.Gap.Size > 0).Select(r => r.Quantity.Name)];
        string[] losses = [.. rows.Where(r => IsDecided(r.Quantity, r.Gap) && r.Gap.Size < 0).Select(r => r.Quantity.Name)];
        html.Add($"<p>{one.Name} has the best {first.Name} by signal propagation, {other.Name} the best of the others. Between the two, signal propagation wins on {Listed(wins)} and loses on {Listed(losses)}.</p>");
        ReportWriter.BeginTable(html, "Signal propagation beside the best of the others", ["", one.Name, other.Name, "signal propagation"], isOfWords: true);
        foreach ((Quantity quantity, Gap gap) in rows)
        {
            html.Add($"<tr><th scope=\"row\">{quantity.Name}</th>");
            ReportWriter.NumberCell(html, quantity.TextOf(one));
            ReportWriter.NumberCell(html, quantity.TextOf(other));
            html.Add($"<td class=\"words\">{Verdict(quantity, one, other, gap)}</td></tr>");
        }

        ReportWriter.EndTable(html);
    }

    // Rules that train a network where there are any: what has no hidden layers says nothing of their cost.
    private static CandidateSummary[] Others(IReadOnlyList<CandidateSummary> candidates)
    {
        CandidateSummary[] all = [.. candidates.Where(c => !c.IsSignalPropagation)], rules = [.. all.Where(c => c.Candidate.Constraints is not null)];
        return rules.Length > 0 ? rules : all;
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
        string size = !quantity.IsAmount || !(a > 0 && b > 0) ? $"by {quantity.GapText(Math.Abs(gap.Size))}"
            : Math.Max(a, b) < 2 * Math.Min(a, b) ? $"{ReportNumber.Percent(Math.Abs(a - b) / b)} {(a > b ? "more" : "less")} than {other.Name}"
            : $"{ReportNumber.Times(Math.Max(a, b) / Math.Min(a, b))} times as much {(a > b ? "as" : "for")} {other.Name}";
        string direction = gap.Size > 0 ? "wins" : "loses";
        return IsDecided(quantity, gap)
            ? $"{direction}: {size}"
            : gap.HasSpread ? $"{(gap.Size > 0 ? "ahead" : "behind")}, within the spread: {size}" : $"{(gap.Size > 0 ? "ahead" : "behind")}, of one run each: {size}";
    }

    private static string Listed(string[] names) => names.Length == 0 ? "nothing beyond the spread" : string.Join(", ", names);
}
