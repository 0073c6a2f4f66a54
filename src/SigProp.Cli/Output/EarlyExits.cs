using SigProp.Cli.Input;
using SigProp.Training;

namespace SigProp.Cli.Output;

/// <summary>What it costs, and what it saves, to stop at the first layer that is sure enough.</summary>
/// <param name="Margin">By how much the most probable class must lead the second.</param>
/// <param name="Evaluation">How well the answers do.</param>
/// <param name="MeanLayers">How many layers a row went through, in the mean.</param>
internal sealed record EarlyExits(float Margin, Evaluation Evaluation, double MeanLayers)
{
    /// <summary>The margins that are shown where none is given.</summary>
    public static readonly float[] DefaultMargins = [0.5f, 0.8f, 0.9f, 0.95f, 0.99f];

    /// <summary>Measures a model.</summary>
    /// <param name="model">A model whose layers can answer.</param>
    /// <param name="data">The rows.</param>
    /// <param name="margin">The margin.</param>
    public static EarlyExits Of(Model model, LabelledData data, float margin)
    {
        int[] rows = [.. Enumerable.Range(0, data.Count)];
        Network network = model.Network;
        float[] features = data.Features(model.Encoding!, rows), probabilities = new float[rows.Length * network.ClassCount];
        int[] depths = new int[rows.Length];
        double layers = data.Ask(model, rows, null, () => network.PredictEarly(features, margin, probabilities, depths));
        return new EarlyExits(margin, Evaluation.Of(probabilities, data.Labels, network.ClassCount), layers);
    }
}
