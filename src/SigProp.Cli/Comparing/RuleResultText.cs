using SigProp.Cli.Output;

namespace SigProp.Cli.Comparing;

/// <summary>A comparison for people to read.</summary>
internal static class RuleResultText
{
    public static void Write(TextWriter writer, IReadOnlyList<RuleResult> results)
    {
        int folds = results[0].Trials.Count;
        var table = new TextTable(1, "rule", "accuracy", "log-loss", "macro-F1", "train s", "samples/s", "signal memory");
        foreach (RuleResult result in results)
        {
            table.Add(
                result.Name, Of(result.Accuracy, folds), Of(result.LogLoss, folds), Of(result.MacroF1, folds), Format.Seconds(result.TrainSeconds),
                Format.Rate(result.SamplesPerSecond), Format.Bytes(result.SignalBytes));
        }

        table.Write(writer);
        if (folds > 1)
        {
            writer.WriteLine();
            writer.WriteLine($"Means of {folds} folds (± the standard deviation between folds); seconds are for one fold.");
        }
    }

    private static string Of(Spread spread, int folds)
        => folds > 1 ? $"{Format.Fraction(spread.Mean)} ± {Format.Fraction(spread.Deviation)}" : Format.Fraction(spread.Mean);
}
