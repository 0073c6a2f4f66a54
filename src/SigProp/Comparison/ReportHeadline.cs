using SigProp.Comparison.Charts;

namespace SigProp.Comparison;

/// <summary>The answer in some sentences: who is ahead, by how much, and whether that is more than chance does.</summary>
internal static class ReportHeadline
{
    /// <summary>Who is ahead by the first measure.</summary>
    public static void Write(MarkupWriter html, ComparisonResults results, IReadOnlyList<CandidateSummary> candidates)
    {
        if (results.Measures.Count == 0)
        {
            return;
        }

        Quantity quantity = Quantity.Of(results.Measures[0]);
        CandidateSummary[] ranked = [.. quantity.Ranked(candidates)];
        if (ranked.Length == 0)
        {
            return;
        }

        CandidateSummary best = ranked[0];
        if (ranked.Length == 1)
        {
            html.Add($"<p class=\"lead\"><strong>{best.Name}</strong> was tried alone: {quantity.Name} {quantity.TextOf(best)}.</p>");
            return;
        }

        Gap gap = Gap.Of(quantity, best, ranked[1]);
        string next = $"{ranked[1].Name}, {quantity.TextOf(ranked[1])}";
        string pairs = gap.Pairs > 1 ? $" It was ahead in {gap.Ahead} of {gap.Pairs} pairs of runs on the same rows with the same seed." : "";
        if (gap.Size == 0)
        {
            html.Add($"<p class=\"lead\"><strong>No winner.</strong> {best.Name} and {ranked[1].Name} have the same mean {quantity.Name}, {quantity.TextOf(best)}.</p>");
        }
        else if (gap.IsBeyondSpread)
        {
            html.Add($"<p class=\"lead\"><strong>{best.Name}</strong> has the best {quantity.Name}, {quantity.TextOf(best)}. It is {quantity.GapText(gap.Size)} ahead of {next}: more than the spread between runs, {quantity.GapText(gap.Spread)}.{pairs}</p>");
        }
        else if (gap.HasSpread)
        {
            html.Add($"<p class=\"lead\"><strong>No clear winner.</strong> {best.Name} has the best mean {quantity.Name}, {quantity.TextOf(best)}, but it is only {quantity.GapText(gap.Size)} ahead of {next}: within the spread between runs, {quantity.GapText(gap.Spread)}.{pairs}</p>");
        }
        else
        {
            html.Add($"<p class=\"lead\"><strong>{best.Name}</strong> came out ahead by {quantity.Name}, {quantity.TextOf(best)} against {next}. One run each does not tell how much chance does: try more seeds or folds before believing a difference of {quantity.GapText(gap.Size)}.</p>");
        }

        CandidateSummary[] level = [.. ranked.Skip(2).Where(c => Gap.Of(quantity, best, c) is { HasSpread: true, IsBeyondSpread: false })];
        if (level.Length > 0)
        {
            html.Add($"<p>Within the spread of the best as well: {string.Join(", ", level.Select(c => c.Name))}.</p>");
        }
    }
}
