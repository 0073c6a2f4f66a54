using SigProp.Comparison.Charts;

namespace SigProp.Comparison;

/// <summary>The tables of a report.</summary>
internal static class ReportTables
{
    // The key that the engine's own measures of classification have.
    private const string Accuracy = "accuracy";

    /// <summary>Every figure of every candidate, the best of each column marked.</summary>
    public static void WriteResults(MarkupWriter html, ComparisonResults results, IReadOnlyList<CandidateSummary> candidates)
    {
        if (candidates.Count == 0)
        {
            return;
        }

        Quantity[] quantities = [.. results.Measures.Select(Quantity.Of), .. Quantity.CostsOf(candidates)];
        MeasureInfo? accuracy = results.Measures.FirstOrDefault(m => m.Key == Accuracy);
        bool hasPaper = candidates.Any(c => c.Candidate.PaperError is not null);
        ReportWriter.BeginTable(
            html, "Results",
            [
                "", .. quantities.Select(q => q.Name), .. hasPaper && accuracy is not null ? ["test error"] : Array.Empty<string>(),
                .. hasPaper ? ["paper's error"] : Array.Empty<string>(), "parameters",
            ]);
        foreach (CandidateSummary candidate in candidates)
        {
            html.Add($"<tr>");
            ReportWriter.NameCell(html, candidate, withAbout: true);
            foreach (Quantity quantity in quantities)
            {
                // What is level with the best is the best as well; alone nobody is.
                bool isBest = quantity.Ranked(candidates).Skip(1).Any() && quantity.BestOf(candidates) is CandidateSummary best
                    && quantity.SpreadOf(best).Mean == quantity.SpreadOf(candidate).Mean;
                ReportWriter.NumberCell(html, quantity.TextOf(candidate), isBest);
            }

            if (hasPaper)
            {
                if (accuracy is not null)
                {
                    ReportWriter.NumberCell(html, ReportNumber.Percent(1 - candidate.Of(accuracy).Mean));
                }

                ReportWriter.NumberCell(html, candidate.Candidate.PaperError is double error ? ReportNumber.Percent(error / 100) : ReportNumber.None);
            }

            ReportWriter.NumberCell(html, ReportNumber.Count(candidate.Parameters));
            html.Add($"</tr>");
        }

        ReportWriter.EndTable(html);
        string runs = candidates.Max(c => c.Runs.Count) > 1
            ? "Means over the runs ± the standard deviation between them. "
            : "One run each, so there is no spread to tell. ";
        string saved = quantities.Contains(Quantity.PredictionTime) ? " Prediction time is that of rows scored one after the other, with the features made." : "";
        string paper = hasPaper ? " The paper's errors are for its own data and networks." : "";
        html.Add($"<p class=\"note\">{runs}Time a sample and training time are those of learning alone, without validation. Signal memory is the most at any one time for signals, their gradients and what layers keep until they learn, with the auxiliary networks and fixed feedback of rules that need them.{saved}{paper}</p>");
    }

    /// <summary>What each rule asks of a network (Fig 1).</summary>
    public static void WriteConstraints(MarkupWriter html, IReadOnlyList<CandidateSummary> candidates)
    {
        CandidateSummary[] rules = [.. candidates.Where(c => c.Candidate.Constraints is not null)];
        if (rules.Length == 0)
        {
            return;
        }

        ReportWriter.BeginTable(
            html, "Constraints", ["", "feedback connections", "weight transport", "types of computation", "forward locked", "backward locked", "global signal"], isOfWords: true);
        foreach (CandidateSummary rule in rules)
        {
            LearningRuleConstraints constraints = rule.Candidate.Constraints!;
            html.Add($"<tr>");
            ReportWriter.NameCell(html, rule);
            foreach (string text in new[]
            {
                TextOf(constraints.Feedback), TextOf(constraints.WeightSymmetry), $"{constraints.TypesOfComputation}", TextOf(constraints.ForwardLocked),
                TextOf(constraints.BackwardLocked), constraints.GlobalSignal ? "yes" : "no",
            })
            {
                html.Add($"<td class=\"words\">{text}</td>");
            }

            html.Add($"</tr>");
        }

        ReportWriter.EndTable(html);
        html.Add($"<p class=\"note\">After Fig 1 of the paper. Weight transport: feedback must have the weights of the way forward. Types of computation: 1 where learning computes as answering does. Forward locked: a layer learns only once the pass forward is complete. Backward locked: layers learn only one after the other, from the last to the first. Global signal: what is learned from goes through the network, and is not made at each layer or sent straight to it.</p>");
    }

    /// <summary>Time and memory of each layer.</summary>
    public static void WriteLayers(MarkupWriter html, IReadOnlyList<CandidateSummary> candidates)
    {
        CandidateSummary[] layered = [.. candidates.Where(c => c.Runs.Any(r => r.Layers.Count > 0))];
        WriteLayers(html, layered, "Time a sample by layer", l => l.SecondsPerSample, ReportNumber.Seconds);
        WriteLayers(html, layered, "Signal memory by layer", l => l.SignalBytes, ReportNumber.Bytes);
        if (layered.Length > 0)
        {
            html.Add($"<p class=\"note\">Means over the runs. Where layers learn at once, a layer's memory is free again as soon as the next has taken its signal; where an error comes back, all of them add up.</p>");
        }
    }

    private static void WriteLayers(
        MarkupWriter html, CandidateSummary[] candidates, string heading, Func<LayerRun, double> valueOf, Func<double, string> text)
    {
        string[] names = LayerNames.Of(candidates.SelectMany(c => c.Runs).Select(r => r.Layers.Select(l => l.Name)));
        if (!candidates.Any(c => c.Runs.Any(r => r.Layers.Any(l => valueOf(l) > 0))))
        {
            return;
        }

        html.Add($"<h3>{heading}</h3>");
        ReportWriter.BeginTable(html, heading, ["", .. names]);
        foreach (CandidateSummary candidate in candidates)
        {
            html.Add($"<tr>");
            ReportWriter.NameCell(html, candidate);
            foreach (string name in names)
            {
                double[] values = [.. candidate.Runs.SelectMany(r => r.Layers).Where(l => l.Name == name).Select(valueOf)];
                ReportWriter.NumberCell(html, values.Length > 0 ? text(values.Average()) : ReportNumber.None);
            }

            html.Add($"</tr>");
        }

        ReportWriter.EndTable(html);
    }

    private static string TextOf(FeedbackConnections feedback) => feedback switch
    {
        FeedbackConnections.None => "none",
        FeedbackConnections.WithinLayer => "within each layer",
        FeedbackConnections.OutputToInput => "output to input",
        FeedbackConnections.OutputToLayers => "output to each layer",
        _ => "layer to layer",
    };

    private static string TextOf(ConstraintExtent extent) => extent switch
    {
        ConstraintExtent.None => "no",
        ConstraintExtent.WithinLayer => "within each layer",
        ConstraintExtent.UntilPredicted => "until predicted",
        _ => "yes",
    };
}
