using Microsoft.ML;
using Microsoft.ML.SearchSpace;
using SigProp.Comparison;

namespace SigProp.MLNet.AutoML.Comparing;

/// <summary>A finished trial of a candidate: one setting, on every fold.</summary>
/// <param name="Number">Its number, from 0; 0 has the trainer's defaults.</param>
/// <param name="Setting">What was drawn from the search space.</param>
/// <param name="Runs">What came out, fold by fold.</param>
/// <param name="FirstModel">The model of the first fold, with the making of features.</param>
/// <param name="Seconds">How long it took in all.</param>
internal sealed record Trial(int Number, Parameter Setting, IReadOnlyList<ComparisonRun> Runs, ITransformer FirstModel, double Seconds)
{
    /// <summary>Mean and deviation of a metric over the folds.</summary>
    public Spread Of(ComparisonMetric metric) => Spread.Of([.. Runs.Select(r => r.Measures[MetricInfos.InfoOf(metric).Key])]);

    /// <summary>How good it is: more is better, and what has no metric is the worst.</summary>
    public double Goodness(ComparisonMetric metric)
    {
        double mean = Of(metric).Mean;
        return !double.IsFinite(mean) ? double.NegativeInfinity : MetricInfos.InfoOf(metric).IsBetterHigher ? mean : -mean;
    }
}
