using SigProp.Comparison.Charts;

namespace SigProp.Comparison;

/// <summary>A curve averaged over runs, epoch by epoch.</summary>
internal static class MeanCurve
{
    /// <summary>The mean of a value at each epoch that at least half of the runs reached; beyond, few runs would make the curve jump.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="value">The value at the end of an epoch; null where there is none.</param>
    /// <param name="text">The value for people.</param>
    /// <param name="againstTime">Whether points lie at their mean seconds instead of at their epoch.</param>
    public static IReadOnlyList<SeriesPoint> Of(
        IReadOnlyList<ComparisonRun> runs, Func<CurvePoint, double?> value, Func<double, string> text, bool againstTime = false)
    {
        var points = new List<SeriesPoint>();
        foreach (IGrouping<int, CurvePoint> epoch in runs.SelectMany(r => r.Curve).GroupBy(p => p.Epoch).OrderBy(g => g.Key))
        {
            double[] values = [.. epoch.Select(value).OfType<double>()];
            if (values.Length > 0 && 2 * values.Length >= runs.Count)
            {
                double seconds = epoch.Average(p => p.Seconds);
                Spread spread = Spread.Of(values);
                string when = againstTime ? $"epoch {epoch.Key} after {ReportNumber.Seconds(seconds)}" : $"epoch {epoch.Key}";
                points.Add(new SeriesPoint(againstTime ? seconds : epoch.Key, spread.Mean, $"{text(spread.Mean)}, {when}"));
            }
        }

        return points;
    }
}
