using SigProp.Cli.Arguments;
using SigProp.Data;
using SigProp.Training;

namespace SigProp.Cli.Output;

/// <summary>What there is to say about a trained model.</summary>
internal static class ModelSummary
{
    /// <summary>How training ended, in a few words.</summary>
    public static string Outcome(TrainingReport report)
    {
        string kept = report is { ValidationRows: > 0, Epochs.Count: > 0 } ? $", epoch {report.BestEpoch} kept" : "";
        string end = report.StopReason switch
        {
            StopReason.Cancelled => "stopped in epoch",
            StopReason.EarlyStopping => "stopped early after epoch",
            _ => "done after epoch",
        };
        int before = report.Epochs.Count > 0 ? report.Epochs[0].Epoch - 1 : 0;
        int last = before + report.Epochs.Count + (report.StopReason == StopReason.Cancelled ? 1 : 0);
        return $"{end} {last} of {before + report.Options.Epochs}{kept}, {Format.Seconds(report.TrainSeconds)} s";
    }

    /// <summary>What a file holds after training was stopped.</summary>
    public static string Stopped(TrainingReport report, string output) => report.Epochs.Count > 0
        ? $"Stopped; '{output}' holds the best network so far, of epoch {report.BestEpoch}."
            + (report.Options.Checkpoint is null ? "" : $" The same command goes on after epoch {report.Epochs[^1].Epoch}.")
        : $"Stopped; '{output}' holds a network that was cut short in its first epoch and was not measured.";

    /// <summary>What was learned from what, and how well.</summary>
    public static void WriteResult(TextWriter writer, Model model)
    {
        TrainingReport report = model.Training!;
        string heldOut = report.ValidationRows > 0 ? $" ({Format.Count(report.ValidationRows)} more held out)" : "";
        writer.WriteLine(
            $"Learned from {Format.Of(report.TrainingRows, "row", "rows")}{heldOut}: {Format.Of(model.Network.InputWidth, "feature", "features")}, "
            + (model.Network.Spec.IsRegression ? "one number to predict." : $"{model.Network.ClassCount} classes."));
        writer.WriteLine($"Trained by {Words.Of(Words.Rules, report.Options.Rule)}: {Outcome(report)}.");
        WriteLeftOut(writer, model.Encoding);
        writer.WriteLine();
        WriteAnswers(writer, model.Network, report);
        writer.WriteLine();
    }

    /// <summary>What the answers' accuracy is called.</summary>
    public static string MeasureOf(bool regression) => regression ? "R2" : "accuracy";

    /// <summary>The columns that are not used, and why.</summary>
    public static void WriteLeftOut(TextWriter writer, InputEncoding? encoding)
    {
        const int Limit = 10;
        if (encoding is not TableEncoding { LeftOut: { Count: > 0 } leftOut })
        {
            return;
        }

        writer.WriteLine($"Left out {Format.Of(leftOut.Count, "column", "columns")}:");
        foreach (IGrouping<string, LeftOutColumn> group in leftOut.GroupBy(c => c.Reason))
        {
            string names = string.Join(", ", group.Take(Limit).Select(c => c.Name));
            writer.WriteLine($"  {names}{(group.Count() > Limit ? $" and {group.Count() - Limit} more" : "")}: {group.Key}");
        }
    }

    /// <summary>The answers' loss and accuracy in the epoch whose network was kept.</summary>
    public static void WriteAnswers(TextWriter writer, Network network, TrainingReport report)
    {
        if (report.Epochs.Count == 0)
        {
            writer.WriteLine("Not one epoch was finished.");
            return;
        }

        EpochReport epoch = report.Epochs.LastOrDefault(e => e.Epoch <= report.BestEpoch) ?? report.Epochs[0];
        bool validated = epoch.Validation.Count > 0;
        var table = new TextTable(1, "answer", "loss", MeasureOf(network.Spec.IsRegression));
        foreach (AnswerReport answer in validated ? epoch.Validation : epoch.Training)
        {
            table.Add(answer.Name, Format.Fraction(answer.Loss), Format.Fraction(answer.Accuracy));
        }

        writer.WriteLine(validated
            ? $"On the {Format.Of(report.ValidationRows, "row", "rows")} held out, epoch {epoch.Epoch}:"
            : $"On the training rows, while learning in epoch {epoch.Epoch}:");
        table.Write(writer);
        WriteWarnings(writer, report);
    }

    /// <summary>What went wrong in training, and what helps.</summary>
    private static void WriteWarnings(TextWriter writer, TrainingReport report)
    {
        foreach (string warning in report.Warnings)
        {
            writer.WriteLine();
            writer.WriteLine($"Warning: {EngineWords.Translate(warning)}");
        }
    }
}
