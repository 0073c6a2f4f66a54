using System.Globalization;
using System.Text;
using SigProp.Comparison;

namespace SigProp.MLNet.AutoML.Comparing;

/// <summary>A ranking as text.</summary>
internal static class RankingText
{
    public static string Of(CompareTrainersResult result)
    {
        ComparisonMetric[] metrics = [.. result.Ranking[0].Metrics.Keys];
        List<string[]> rows =
        [
            ["", "trainer", .. metrics.Select(m => MetricInfos.InfoOf(m).Name), "train s", "µs a row", "KiB", "trials"],
            .. result.Ranking.Select(t => (string[])
            [
                Text(t.Rank, "0"), t.Name, .. metrics.Select(m => Text(t.Metrics[m], MetricInfos.InfoOf(m))), Text(t.TrainSeconds.Mean, "0.000"),
                Text(t.ScoreMicroseconds.Mean, "0.0"), Text(t.ModelBytes / 1024.0, "#,0"), Text(t.Trials, "0"),
            ]),
        ];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        foreach (string[] row in rows)
        {
            // Names are read from the left, numbers compared at the right.
            text.AppendLine(string.Join("  ", row.Select((cell, i) => i == 1 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd());
        }

        text.AppendLine();
        text.AppendLine(Verdict(result));
        if (result.RefitProblem is string problem)
        {
            text.AppendLine(NotRefitted(problem));
        }

        foreach (LeftOutTrainer trainer in result.LeftOut)
        {
            text.AppendLine($"Left out, {trainer.Name}: {trainer.Reason}");
        }

        return text.ToString();
    }

    /// <summary>What the best model is, where it could not be trained on all rows.</summary>
    public static string NotRefitted(string problem) => $"The best model is the one of its first fold, as it was not trained on all rows: {problem}";

    // The same rule as the report's: what is within the spread between folds, chance may have decided.
    private static string Verdict(CompareTrainersResult result)
    {
        ComparedTrainer best = result.Ranking[0];
        MeasureInfo info = MetricInfos.InfoOf(result.Metric);
        if (result.Ranking.Count == 1)
        {
            return $"{best.Name} was tried alone.";
        }

        ComparedTrainer next = result.Ranking[1];
        if (!double.IsFinite(next.Metrics[result.Metric].Mean))
        {
            return $"{best.Name} alone has a {info.Name}.";
        }

        Spread one = best.Metrics[result.Metric], other = next.Metrics[result.Metric];
        double gap = Math.Abs(one.Mean - other.Mean), spread = Math.Max(one.Deviation, other.Deviation);
        string size = Text(gap, "0.0000"), noise = Text(spread, "0.0000");
        return gap > spread
            ? $"{best.Name} has the best {info.Name}, {size} ahead of {next.Name}: more than the spread between folds, {noise}."
            : $"No clear winner: {best.Name} has the best mean {info.Name}, but is only {size} ahead of {next.Name}: within the spread between folds, {noise}.";
    }

    private static string Text(Spread spread, MeasureInfo info)
    {
        string format = info.IsFraction ? "0.0000" : "G5";
        return double.IsFinite(spread.Mean) ? $"{Text(spread.Mean, format)} ± {Text(spread.Deviation, info.IsFraction ? format : "G2")}" : "-";
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
