using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet.Benchmarks;

/// <summary>How good predictions are.</summary>
/// <param name="Score">Accuracy, or R2 of a regression.</param>
/// <param name="LogLoss">The mean of -log of the probability given to what came true, by the natural logarithm; null for a regression.</param>
internal sealed record TabularScore(double Score, double? LogLoss)
{
    // What a probability counts as, at least: one row that was ruled out must not decide alone.
    private const double LeastProbability = 1e-15;

    public static TabularScore Of(TabularTask task, IDataView scored) => task switch
    {
        TabularTask.Binary => Binary(scored),
        TabularTask.Multiclass => Multiclass(scored),
        _ => Regression(scored),
    };

    private static TabularScore Binary(IDataView scored)
    {
        bool[] labels = [.. scored.GetColumn<bool>(TabularSet.LabelColumn)], predicted = [.. scored.GetColumn<bool>("PredictedLabel")];
        double loss = scored.GetColumn<float>("Probability").Select((p, i) => Loss(labels[i] ? p : 1.0 - p)).Average();
        return new TabularScore(labels.Zip(predicted, (y, z) => y == z ? 1.0 : 0.0).Average(), loss);
    }

    private static TabularScore Multiclass(IDataView scored)
    {
        uint[] labels = [.. scored.GetColumn<uint>(TabularSet.LabelColumn)], predicted = [.. scored.GetColumn<uint>("PredictedLabel")];
        double loss = scored.GetColumn<float[]>("Score").Select((p, i) => Loss(p[labels[i] - 1])).Average();
        return new TabularScore(labels.Zip(predicted, (y, z) => y == z ? 1.0 : 0.0).Average(), loss);
    }

    // 1 - sum (y - z)^2 / sum (y - mean)^2
    private static TabularScore Regression(IDataView scored)
    {
        double[] values = [.. scored.GetColumn<float>(TabularSet.LabelColumn).Select(y => (double)y)];
        double mean = values.Average(), squares = values.Sum(y => (y - mean) * (y - mean));
        double errors = scored.GetColumn<float>("Score").Select((z, i) => (values[i] - z) * (values[i] - z)).Sum();
        return new TabularScore(1 - (errors / squares), null);
    }

    private static double Loss(double probability) => -Math.Log(Math.Max(probability, LeastProbability));
}
