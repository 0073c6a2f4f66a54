using SigProp.Comparison;

namespace SigProp.MLNet.AutoML.Comparing;

/// <summary>What the metrics of a task are called, and which way is better.</summary>
internal static class MetricInfos
{
    /// <summary>The metrics of a task, that to rank by first.</summary>
    /// <param name="task">The task.</param>
    /// <param name="first">The metric to rank by; null for the task's own.</param>
    /// <exception cref="ArgumentException">The task has no such metric.</exception>
    public static IReadOnlyList<ComparisonMetric> Of(ComparisonTask task, ComparisonMetric? first)
    {
        ComparisonMetric[] all = task switch
        {
            ComparisonTask.Binary => [ComparisonMetric.Accuracy, ComparisonMetric.LogLoss, ComparisonMetric.AreaUnderRocCurve, ComparisonMetric.F1Score],
            ComparisonTask.Multiclass => [ComparisonMetric.Accuracy, ComparisonMetric.LogLoss, ComparisonMetric.MacroAccuracy],
            _ => [ComparisonMetric.RSquared, ComparisonMetric.RootMeanSquaredError, ComparisonMetric.MeanAbsoluteError],
        };
        return first is not ComparisonMetric metric ? all
            : all.Contains(metric) ? [metric, .. all.Where(m => m != metric)]
            : throw new ArgumentException($"Metric is {metric}, and the task {task} has {string.Join(", ", all)}.");
    }

    /// <summary>The metric as the engine's report knows it.</summary>
    public static MeasureInfo InfoOf(ComparisonMetric metric) => metric switch
    {
        ComparisonMetric.Accuracy => new("accuracy", "accuracy", true, true),
        ComparisonMetric.MacroAccuracy => new("macroAccuracy", "macro-accuracy", true, true),
        ComparisonMetric.LogLoss => new("logLoss", "log-loss", false, true),
        ComparisonMetric.AreaUnderRocCurve => new("auc", "AUC", true, true),
        ComparisonMetric.F1Score => new("f1", "F1", true, true),
        ComparisonMetric.RSquared => new("r2", "R2", true, true),
        ComparisonMetric.RootMeanSquaredError => new("rmse", "RMSE", false, false),
        _ => new("mae", "MAE", false, false),
    };
}
