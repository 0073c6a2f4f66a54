using Microsoft.ML;
using SigProp.Comparison;
using SigProp.MLNet.AutoML.Comparing;

namespace SigProp.MLNet.AutoML;

/// <summary>What a comparison of trainers found out.</summary>
public sealed record CompareTrainersResult
{
    /// <summary>What was predicted.</summary>
    public required ComparisonTask Task { get; init; }

    /// <summary>By what is ranked.</summary>
    public required ComparisonMetric Metric { get; init; }

    /// <summary>The trainers, the best mean first; at least one. Those without the metric come last.</summary>
    public required IReadOnlyList<ComparedTrainer> Ranking { get; init; }

    /// <summary>Candidates without a result, and why.</summary>
    public required IReadOnlyList<LeftOutTrainer> LeftOut { get; init; }

    /// <summary>The best of <see cref="Ranking"/>, with its best settings, trained on all rows; the making of features is in it. It needs no label column.
    /// Of classes <c>PredictedLabel</c> has the label's own values, where the label is no key.</summary>
    public required ITransformer BestModel { get; init; }

    /// <summary>Whether <see cref="BestModel"/> was trained on all rows; false after a cancellation, or where that training failed: then it is the
    /// model of the first fold.</summary>
    public required bool IsRefitted { get; init; }

    /// <summary>Why <see cref="BestModel"/> was not trained on all rows, in a sentence; null where it was.</summary>
    public string? RefitProblem { get; init; }

    /// <summary>Whether the comparison was cancelled, and holds what was finished.</summary>
    public required bool IsCancelled { get; init; }

    /// <summary>All figures, as the engine's report draws them.</summary>
    public required ComparisonResults Report { get; init; }

    /// <summary>The ranking as a table of text, with what was left out below it.</summary>
    public string ToText() => RankingText.Of(this);

    /// <summary>A page with tables and charts: one HTML file that needs nothing else.</summary>
    public string ToHtml() => ComparisonReport.ToHtml(Report);
}
