using SigProp.Comparison.Charts;

namespace SigProp.Comparison;

/// <summary>How training went, epoch by epoch.</summary>
internal static class ReportCurveFigures
{
    // More lines than this in one chart cannot be followed.
    private const int MostLayers = 8;

    public static void Write(MarkupWriter html, IReadOnlyList<CandidateSummary> candidates)
    {
        WriteOfAll(html, candidates, "Validation accuracy against time", p => p.ValidationAccuracy, againstTime: true, most: 1,
            "The sooner a curve is up, the faster it learns by the clock. Means over the runs.");
        WriteOfAll(html, candidates, "Validation accuracy by epoch", p => p.ValidationAccuracy, againstTime: false, most: 1,
            "The same by passes over the rows: here a slow computer plays no part. A curve ends where fewer than half of the runs went on.");
        WriteOfAll(html, candidates, "Validation loss by epoch", p => p.ValidationLoss, againstTime: false, most: double.PositiveInfinity,
            "Less is better. A curve that turns up again has begun to learn by heart.");
        WriteOfAll(html, [.. candidates.Where(c => !HasLayerCurves(c))], "Training loss by epoch", p => p.TrainingLosses is [NamedValue loss] ? loss.Value : null, againstTime: false,
            most: double.PositiveInfinity, "Of those with one loss for the whole network. Rules may take losses of different kinds: compare shapes, not heights.");
        foreach (CandidateSummary candidate in candidates.Where(HasLayerCurves))
        {
            WriteByName(
                html, candidate, $"Learning curves of {candidate.Name}, layer by layer", "training loss", p => p.TrainingLosses, mayBeLogarithmic: true, [],
                "Each layer's running loss on the rows it learns from. A layer that stays high passes little on to those above.");
        }
    }

    /// <summary>The angles of continuous networks' weights (Fig 4).</summary>
    public static void WriteAngles(MarkupWriter html, IReadOnlyList<CandidateSummary> candidates)
    {
        foreach (CandidateSummary candidate in candidates)
        {
            WriteByName(
                html, candidate, $"Weight alignment of {candidate.Name}", "angle, degrees", p => p.Angles, mayBeLogarithmic: false, [90],
                "The angle between each weight matrix of the loop and the product of the others (Fig 4 of the paper). Below the dashed line at 90° the loop brings the output's error back with the right sign; the lower, the more like backpropagation.");
        }
    }

    /// <summary>The angles between updates and gradients, where they were studied; backpropagation's own are 0.</summary>
    public static void WriteGradientAngles(MarkupWriter html, IReadOnlyList<CandidateSummary> candidates)
    {
        foreach (CandidateSummary candidate in candidates.Where(c => c.Candidate.GradientAngles.Count > 1))
        {
            CurvePoint[] points =
            [
                .. candidate.Candidate.GradientAngles.Select(a => new CurvePoint { Epoch = a.Epoch, Seconds = 0, TrainingLosses = [], Angles = a.Degrees }),
            ];
            CandidateSummary studied = candidate with { Candidate = candidate.Candidate with { Runs = [candidate.Runs[0] with { Curve = points }] } };
            WriteByName(
                html, studied, $"Updates of {candidate.Name} beside backpropagation's", "angle, degrees", p => p.Angles, mayBeLogarithmic: false, [90],
                "The angle between what each layer's weights change by and what backpropagation would change them by, at the same weights on the same rows. Below the dashed line at 90° the change lessens the output's loss; at 0° it is backpropagation's own.");
        }
    }

    private static bool HasLayerCurves(CandidateSummary candidate) => candidate.Runs.Any(r => r.Curve.Any(p => p.TrainingLosses.Count > 1));

    private static void WriteOfAll(
        MarkupWriter html, IReadOnlyList<CandidateSummary> candidates, string title, Func<CurvePoint, double?> value, bool againstTime, double most, string caption)
    {
        Series[] series =
        [
            .. candidates.Select(c => new Series(c.Name, c.Style, MeanCurve.Of(c.Runs, value, v => ReportNumber.Invariant(v, "0.0000"), againstTime)))
                .Where(s => s.Points.Count > 1),
        ];
        if (series.Length == 0)
        {
            return;
        }

        (double size, string unit) = againstTime ? ReportNumber.UnitOfSeconds(series.SelectMany(s => s.Points).Select(p => p.X)) : (1, "");
        series = [.. series.Select(s => s with { Points = [.. s.Points.Select(p => p with { X = p.X / size })] })];
        SeriesPoint[] points = [.. series.SelectMany(s => s.Points)];
        string measure = title[..(title.Contains(" by ", StringComparison.Ordinal) ? title.IndexOf(" by ", StringComparison.Ordinal) : title.IndexOf(" against ", StringComparison.Ordinal))];
        var chart = new LineChart
        {
            Label = $"{title}: {string.Join("; ", series.Select(s => $"{s.Name} ends at {s.Points[^1].Hint}"))}",
            X = againstTime
                ? Axis.Of($"training time, {unit}", points.Select(p => p.X), fromZero: true, mayBeLogarithmic: true)
                : Axis.OfWhole("epoch", points.Select(p => p.X)),
            Y = Axis.Of(measure.ToLowerInvariant(), points.Select(p => p.Y), mayBeLogarithmic: !double.IsFinite(most), most: most),
            Series = series,
        };
        string only = series.Length == 1 ? $"{series[0].Name} alone. " : "";
        ReportWriter.Figure(html, title, chart, only + caption + (chart.X.IsLogarithmic ? " Time is on a logarithmic scale." : ""));
    }

    private static void WriteByName(
        MarkupWriter html, CandidateSummary candidate, string title, string axis, Func<CurvePoint, IReadOnlyList<NamedValue>> values, bool mayBeLogarithmic,
        double[] references, string caption)
    {
        string[] names = [.. candidate.Runs.SelectMany(r => r.Curve).SelectMany(values).Select(v => v.Name).Distinct()];
        string[] drawn = names.Length <= MostLayers
            ? names
            : [.. Enumerable.Range(0, MostLayers).Select(i => names[i * (names.Length - 1) / (MostLayers - 1)])];
        Series[] series =
        [
            .. drawn.Select((name, i) => new Series(name, i, MeanCurve.Of(
                candidate.Runs, p => values(p).FirstOrDefault(v => v.Name == name)?.Value, v => ReportNumber.Invariant(v, "G4"))))
                .Where(s => s.Points.Count > 1),
        ];
        if (series.Length == 0)
        {
            return;
        }

        SeriesPoint[] points = [.. series.SelectMany(s => s.Points)];
        Axis x = Axis.OfWhole("epoch", points.Select(p => p.X));
        var chart = new LineChart
        {
            Label = $"{title}: {string.Join("; ", series.Select(s => $"{s.Name} ends at {s.Points[^1].Hint}"))}",
            X = x,
            Y = Axis.Of(axis, [.. points.Select(p => p.Y), .. references], mayBeLogarithmic: mayBeLogarithmic),
            Series = series,
            References = [.. references.Select(r => new ReferenceLine(x.Low, r, x.High, r, $"{ReportNumber.Invariant(r, "0")}°"))],
        };
        string some = drawn.Length < names.Length ? $" {drawn.Length} of {names.Length} are drawn." : series.Length == 1 ? $" Here there is one: {series[0].Name}." : "";
        ReportWriter.Figure(html, title, chart, caption + some + (chart.Y.IsLogarithmic ? " The scale is logarithmic." : ""));
    }
}
