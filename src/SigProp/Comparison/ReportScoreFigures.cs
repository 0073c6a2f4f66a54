using SigProp.Comparison.Charts;

namespace SigProp.Comparison;

/// <summary>How well each candidate predicts, and what it costs.</summary>
internal static class ReportScoreFigures
{
    public static void Write(MarkupWriter html, ComparisonResults results, IReadOnlyList<CandidateSummary> candidates)
    {
        foreach (MeasureInfo measure in results.Measures)
        {
            WriteBars(
                html, Quantity.Of(measure), candidates, $"{measure.Name} of each",
                mayBeLogarithmic: !measure.IsBetterHigher, most: measure is { IsFraction: true, IsBetterHigher: true } ? 1 : double.PositiveInfinity,
                $"{Better(measure)} Marks are means, whiskers the standard deviation between runs, faint dots single runs; where whiskers overlap, chance may have decided.");
        }

        WriteBars(
            html, Quantity.TimeOfSample, candidates, "Time to learn from a sample", mayBeLogarithmic: true, most: double.PositiveInfinity,
            "Less is better. A bar's length, or a mark's place, is the mean over the runs.");
        WriteBars(
            html, Quantity.PredictionTime, candidates, "Time to predict a row", mayBeLogarithmic: true, most: double.PositiveInfinity,
            "Less is better. A bar's length, or a mark's place, is the mean over the runs.");
        WriteBars(
            html, Quantity.SignalMemory, candidates, "Memory for signals while learning", mayBeLogarithmic: true, most: double.PositiveInfinity,
            "Less is better. What must be kept at once for signals, their gradients, and what layers remember until they learn. The network's parameters are not counted; the auxiliary networks and fixed feedback that a rule needs for learning are.");
        if (results.Measures.Count > 0)
        {
            WriteAgainstTime(html, results.Measures[0], candidates);
        }
    }

    private static void WriteBars(
        MarkupWriter html, Quantity quantity, IReadOnlyList<CandidateSummary> candidates, string title, bool mayBeLogarithmic, double most, string caption)
    {
        CandidateSummary[] shown = [.. candidates.Where(c => double.IsFinite(quantity.SpreadOf(c).Mean))];
        if (shown.Length < 2)
        {
            return;
        }

        // An amount is drawn in one unit and from 0, so that lengths compare.
        double[] values = [.. shown.SelectMany(c => c.Runs).Select(quantity.OfRun)];
        (double size, string label) = quantity == Quantity.SignalMemory ? ReportNumber.UnitOfBytes(values)
            : quantity == Quantity.TimeOfSample || quantity == Quantity.PredictionTime ? ReportNumber.UnitOfSeconds(values) : (1, "");
        label = label.Length > 0 ? $"{quantity.Name}, {label}" : quantity.Name;
        IEnumerable<double> reach = shown.Select(c => quantity.SpreadOf(c)).Where(s => double.IsFinite(s.Mean))
            .SelectMany(s => mayBeLogarithmic ? [s.Mean, s.Mean + s.Deviation] : new[] { s.Mean - s.Deviation, s.Mean + s.Deviation });
        var chart = new BarChart
        {
            Label = $"{title}: {string.Join("; ", shown.Select(c => $"{c.Name} {quantity.TextOf(c)}"))}",
            Values = Axis.Of(label, [.. values.Select(v => v / size), .. reach.Select(v => v / size)], fromZero: quantity.IsAmount, mayBeLogarithmic, most),
            Bars =
            [
                .. from candidate in shown
                   let spread = quantity.SpreadOf(candidate)
                   select new Bar(
                       candidate.Name, candidate.Style, spread.Mean / size, spread.Deviation / size, quantity.Text(spread, 1),
                       $"{candidate.Name}: {quantity.TextOf(candidate)}")
                   {
                       Dots = candidate.Runs.Count is > 1 and <= 100 && !quantity.IsAmount ? [.. candidate.Runs.Select(r => quantity.OfRun(r) / size)] : [],
                   },
            ],
        };
        ReportWriter.Figure(html, char.ToUpperInvariant(title[0]) + title[1..], chart, caption + Logarithmic(chart.Values));
    }

    private static void WriteAgainstTime(MarkupWriter html, MeasureInfo measure, IReadOnlyList<CandidateSummary> candidates)
    {
        CandidateSummary[] shown = [.. candidates.Where(c => double.IsFinite(c.Of(measure).Mean) && double.IsFinite(c.TrainSeconds.Mean))];
        if (shown.Length < 2)
        {
            return;
        }

        (double size, string unit) = ReportNumber.UnitOfSeconds(shown.Select(c => c.TrainSeconds.Mean));
        Series[] series =
        [
            .. from candidate in shown
               let spread = candidate.Of(measure)
               let time = candidate.TrainSeconds
               select new Series(candidate.Name, candidate.Style,
               [
                   new SeriesPoint(
                       time.Mean / size, spread.Mean,
                       $"{measure.Name} {ReportNumber.Of(measure, spread, candidate.Runs.Count)} in {ReportNumber.Seconds(time, candidate.Runs.Count)}")
                   {
                       XDeviation = time.Deviation / size,
                       YDeviation = spread.Deviation,
                   },
               ]),
        ];
        double most = measure is { IsFraction: true, IsBetterHigher: true } ? 1 : double.PositiveInfinity;
        SeriesPoint[] points = [.. series.Select(s => s.Points[0])];
        var chart = new ScatterChart
        {
            Label = $"{measure.Name} against training time: {string.Join("; ", series.Select(s => $"{s.Name} {s.Points[0].Hint}"))}",
            X = Axis.Of($"training time, {unit}", points.SelectMany(p => new[] { p.X, p.X + p.XDeviation }), fromZero: true, mayBeLogarithmic: true),
            Y = Axis.Of($"test {measure.Name}", points.SelectMany(p => new[] { p.Y - p.YDeviation, p.Y + p.YDeviation }), most: most),
            Series = series,
        };
        ReportWriter.Figure(
            html, $"Test {measure.Name} against training time", chart,
            $"Best is the {(measure.IsBetterHigher ? "upper" : "lower")} left corner: good answers, soon. Whiskers are the standard deviation between runs.{Logarithmic(chart.X)}");
    }

    private static string Better(MeasureInfo measure) => measure.IsBetterHigher ? "More is better." : "Less is better.";

    private static string Logarithmic(Axis axis) => axis.IsLogarithmic ? " The scale is logarithmic." : "";
}
