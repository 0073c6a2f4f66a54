using SigProp.Cli.Output;
using SigProp.Comparison;

namespace SigProp.Cli.Comparing;

/// <summary>A comparison for people to read.</summary>
internal static class ComparisonTables
{
    /// <param name="writer">Takes the tables.</param>
    /// <param name="results">The comparison.</param>
    /// <param name="byLayer">Whether the layers' time and memory are told.</param>
    public static void Write(TextWriter writer, ComparisonResults results, bool byLayer)
    {
        WriteScores(writer, results);
        WriteConstraints(writer, results);
        WriteAngles(writer, results);
        if (byLayer)
        {
            WriteLayers(writer, results);
        }

        if (results.Notes.Count > 0)
        {
            writer.WriteLine();
        }

        foreach (string note in results.Notes)
        {
            writer.WriteLine(note);
        }
    }

    private static void WriteScores(TextWriter writer, ComparisonResults results)
    {
        bool paper = results.Candidates.Any(c => c.PaperError is not null);
        var table = new TextTable(1, ["rule", .. results.Measures.Select(m => m.Name), .. paper ? ["paper"] : Array.Empty<string>(), "train s", "samples/s", "signal memory"]);
        foreach (CandidateResults candidate in results.Candidates)
        {
            IReadOnlyList<ComparisonRun> runs = candidate.Runs;
            table.Add(
            [
                candidate.Name, .. results.Measures.Select(m => Text(m, [.. runs.Select(r => r.Measures[m.Key])])),
                .. paper ? [candidate.PaperError is double error ? Format.Fraction(1 - (error / 100)) : "-"] : Array.Empty<string>(),
                Format.Seconds(runs.Average(r => r.TrainSeconds)), Pace(runs.Average(r => r.SamplesPerSecond)),
                runs.Max(r => r.SignalBytes) is > 0 and long bytes ? Format.Bytes(bytes) : "-",
            ]);
        }

        table.Write(writer);
    }

    private static string Pace(double rate) => rate > 0 ? Format.Rate(rate) : "-";

    private static string Text(MeasureInfo measure, double[] values)
    {
        var spread = Spread.Of(values);
        string mean = Number(measure, spread.Mean, spread.Mean);
        return values.Length > 1 ? $"{mean} ± {Number(measure, spread.Deviation, spread.Mean)}" : mean;
    }

    private static string Number(MeasureInfo measure, double value, double like) => measure.IsFraction ? Format.Fraction(value) : Format.Number(value, like);

    private static void WriteConstraints(TextWriter writer, ComparisonResults results)
    {
        CandidateResults[] rules = [.. results.Candidates.Where(c => c.Constraints is not null)];
        if (rules.Length < 2)
        {
            return;
        }

        writer.WriteLine();
        writer.WriteLine("What each asks of a network beyond answering (Fig 1 of the paper):");
        var table = new TextTable(7, "rule", "feedback connections", "weight symmetry", "computations", "forward locked", "backward locked", "global signal");
        foreach (CandidateResults rule in rules)
        {
            LearningRuleConstraints c = rule.Constraints!;
            table.Add(
                rule.Name, Of(c.Feedback), Of(c.WeightSymmetry), c.TypesOfComputation == 1 ? "one" : "two", Of(c.ForwardLocked), Of(c.BackwardLocked),
                c.GlobalSignal ? "yes" : "no");
        }

        table.Write(writer);
    }

    private static string Of(FeedbackConnections feedback) => feedback switch
    {
        FeedbackConnections.None => "none",
        FeedbackConnections.WithinLayer => "within each layer",
        FeedbackConnections.OutputToInput => "output to input",
        FeedbackConnections.OutputToLayers => "output to layers",
        _ => "layer to layer",
    };

    private static string Of(ConstraintExtent extent) => extent switch
    {
        ConstraintExtent.None => "no",
        ConstraintExtent.WithinLayer => "within a layer",
        ConstraintExtent.UntilPredicted => "until predicted",
        _ => "yes",
    };

    private static void WriteAngles(TextWriter writer, ComparisonResults results)
    {
        CandidateResults[] studied = [.. results.Candidates.Where(c => c.GradientAngles.Count > 0)];
        if (studied.Length == 0)
        {
            return;
        }

        writer.WriteLine();
        writer.WriteLine("Angles between each layer's update and backpropagation's gradient in degrees, before training and after its epochs (section V-B):");
        int layers = studied.Max(c => c.GradientAngles[0].Degrees.Count);
        var table = new TextTable(1, ["rule", "epoch", .. Enumerable.Range(1, layers).Select(i => $"layer{i}")]);
        foreach (CandidateResults candidate in studied)
        {
            foreach (AlignmentPoint point in new[] { candidate.GradientAngles[0], candidate.GradientAngles[candidate.GradientAngles.Count / 2], candidate.GradientAngles[^1] }.Distinct())
            {
                table.Add(
                [
                    candidate.Name, Format.Count(point.Epoch),
                    .. Enumerable.Range(0, layers).Select(i => i < point.Degrees.Count ? point.Degrees[i].Value.ToString("F1", System.Globalization.CultureInfo.InvariantCulture) : ""),
                ]);
            }
        }

        table.Write(writer);
    }

    private static void WriteLayers(TextWriter writer, ComparisonResults results)
    {
        CandidateResults[] layered = [.. results.Candidates.Where(c => c.Runs[0].Layers.Count > 1)];
        if (layered.Length == 0)
        {
            return;
        }

        writer.WriteLine();
        writer.WriteLine("Each layer's time in µs a sample, and its memory for signals:");
        string[] names = [.. layered.SelectMany(c => c.Runs[0].Layers).Select(l => l.Name).Distinct()];
        var table = new TextTable(1, ["layer", .. layered.Select(c => c.Name)]);
        foreach (string name in names)
        {
            table.Add([name, .. layered.Select(c => Cost(c, name))]);
        }

        table.Write(writer);
    }

    private static string Cost(CandidateResults candidate, string layer)
    {
        LayerRun[] runs = [.. candidate.Runs.SelectMany(r => r.Layers).Where(l => l.Name == layer)];
        return runs.Length == 0 ? "-" : string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"{1e6 * runs.Average(l => l.SecondsPerSample):F1} ({Format.Bytes(runs.Max(l => l.SignalBytes))})");
    }
}
