using SigProp.Cli.Output;
using SigProp.Comparison;

namespace SigProp.Cli.Comparing;

/// <summary>A comparison for people to read.</summary>
internal static class RuleResultText
{
    public static void Write(TextWriter writer, IReadOnlyList<RuleResult> results, IReadOnlyList<string> notes)
    {
        int folds = results[0].Trials.Count;
        var table = new TextTable(1, ["rule", .. results[0].Measures.Select(m => m.Name), "train s", "samples/s", "signal memory"]);
        foreach (RuleResult result in results)
        {
            table.Add(
            [
                result.Name, .. result.Measures.Select((measure, i) => Of(measure, result.SpreadOf(i), folds)), Format.Seconds(result.TrainSeconds),
                Format.Rate(result.SamplesPerSecond), Format.Bytes(result.SignalBytes),
            ]);
        }

        table.Write(writer);
        if (folds > 1)
        {
            notes = [$"Means of {folds} folds (± the standard deviation between folds); seconds are for one fold.", .. notes];
        }

        if (notes.Count > 0)
        {
            writer.WriteLine();
        }

        foreach (string note in notes)
        {
            writer.WriteLine(note);
        }
    }

    private static string Of(Measure measure, Spread spread, int folds)
        => folds > 1 ? $"{measure.Format(spread.Mean)} ± {measure.Format(spread.Deviation, like: spread.Mean)}" : measure.Format(spread.Mean);
}
