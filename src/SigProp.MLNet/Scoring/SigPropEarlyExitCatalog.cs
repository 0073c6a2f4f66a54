using Microsoft.ML.Data;
using SigProp.MLNet;

namespace Microsoft.ML;

/// <summary>Adds predictions that leave a trained network early to the transforms of <see cref="MLContext"/>.</summary>
public static class SigPropEarlyExitCatalog
{
    /// <summary>Predicts with a network that is trained, rows leaving it at the first layer that is sure enough, or at a layer chosen. Nothing is
    /// trained: the model's columns are added to the data under the names given here, beside those of the model itself where it has added them.</summary>
    /// <param name="catalog">The transforms.</param>
    /// <param name="trained">The trained model: what the trainer's <c>Fit</c> gives, or a pipeline that holds it, of which the transforms before and
    /// after it are not repeated.</param>
    /// <param name="margin">By how much a layer's most probable class must lead the second for a row to leave there, in [0, 1].</param>
    /// <param name="layer">The layer that answers for all rows, from 1. Either this or <paramref name="margin"/>.</param>
    /// <param name="scoreColumnName">Takes the probabilities of the classes.</param>
    /// <param name="predictedLabelColumnName">Takes the most probable class, a key.</param>
    /// <param name="depthColumnName">Takes the layer that answered, from 1; one more than there are for the head.</param>
    /// <exception cref="ArgumentException">The model is none of signal propagation with several classes, its layers cannot answer, or not one of
    /// margin and layer is given, or it is out of range, or two columns have the same name.</exception>
    public static SigPropEarlyExitEstimator SigPropEarlyExit(
        this TransformsCatalog catalog,
        ITransformer trained,
        double? margin = null,
        int? layer = null,
        string scoreColumnName = DefaultColumnNames.Score,
        string predictedLabelColumnName = DefaultColumnNames.PredictedLabel,
        string depthColumnName = OutputColumns.Depth)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(trained);
        ArgumentException.ThrowIfNullOrEmpty(scoreColumnName);
        ArgumentException.ThrowIfNullOrEmpty(predictedLabelColumnName);
        ArgumentException.ThrowIfNullOrEmpty(depthColumnName);
        if (scoreColumnName == predictedLabelColumnName || scoreColumnName == depthColumnName || predictedLabelColumnName == depthColumnName)
        {
            throw new ArgumentException(
                $"The columns to add are called '{scoreColumnName}', '{predictedLabelColumnName}' and '{depthColumnName}'; each needs a name of its own.");
        }

        var names = new ClassColumnNames(scoreColumnName, predictedLabelColumnName, depthColumnName);
        return Flatten(trained).OfType<SignalPropagationPredictionTransformer>().LastOrDefault() is SignalPropagationPredictionTransformer model
            ? new SigPropEarlyExitEstimator(model.With(new Exit(margin, layer), names))
            : throw new ArgumentException(
                Flatten(trained).Any(t => t is ISingleFeaturePredictionTransformer<SignalPropagationModelParameters>)
                ? "The trained model was saved by an earlier version, whose files do not hold what an early exit needs; train it again."
                : $"The trained model, a {trained.GetType().Name}, is not that of a signal propagation trainer of several classes, nor a pipeline with one.",
                nameof(trained));
    }

    private static IEnumerable<ITransformer> Flatten(ITransformer transformer)
        => transformer is IEnumerable<ITransformer> chain ? chain.SelectMany(Flatten) : [transformer];
}
