using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using SigProp.MLNet;

namespace Microsoft.ML;

/// <summary>What ML.NET's catalogs do with its own binary transformer, for that of signal propagation.</summary>
public static class SignalPropagationBinaryCatalog
{
    /// <summary>Trains one network a class, which tells it from all others.</summary>
    /// <param name="catalog">The multiclass classification trainers.</param>
    /// <param name="binaryEstimator">Trains each network.</param>
    /// <param name="labelColumnName">The label column, a key.</param>
    /// <param name="imputeMissingLabelsAsNegative">Whether a missing label means none of the classes, instead of being left out.</param>
    /// <param name="calibrator">Makes probabilities of scores; null (default) for Platt's.</param>
    /// <param name="maximumCalibrationExampleCount">The most rows to calibrate on.</param>
    /// <param name="useProbabilities">Whether classes are compared by probability, and not by score.</param>
    public static OneVersusAllTrainer OneVersusAll(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        SignalPropagationBinaryTrainer binaryEstimator,
        string labelColumnName = DefaultColumnNames.Label,
        bool imputeMissingLabelsAsNegative = false,
        IEstimator<ISingleFeaturePredictionTransformer<ICalibrator>>? calibrator = null,
        int maximumCalibrationExampleCount = 1000000000,
        bool useProbabilities = true)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(binaryEstimator);
        return catalog.OneVersusAll<SignalPropagationBinaryModelParameters>(
            new PlainBinaryTrainer(binaryEstimator),
            labelColumnName,
            imputeMissingLabelsAsNegative,
            calibrator,
            maximumCalibrationExampleCount,
            useProbabilities);
    }

    /// <summary>Changes above which <c>Score</c> the predicted label is true.</summary>
    /// <param name="catalog">The binary classification catalog.</param>
    /// <param name="model">The trained model.</param>
    /// <param name="threshold">The threshold; a score of 0 is a probability of 0.5.</param>
    /// <returns>The same model with the threshold.</returns>
    public static SignalPropagationBinaryPredictionTransformer ChangeModelThreshold(
        this BinaryClassificationCatalog catalog, SignalPropagationBinaryPredictionTransformer model, float threshold)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        return model.WithThreshold(threshold);
    }

    /// <summary>The trainer as <c>OneVersusAll</c> takes it, whose signature names ML.NET's own transformer.</summary>
    private sealed class PlainBinaryTrainer(SignalPropagationBinaryTrainer trainer)
        : ITrainerEstimator<BinaryPredictionTransformer<SignalPropagationBinaryModelParameters>, SignalPropagationBinaryModelParameters>
    {
        public TrainerInfo Info => trainer.Info;

        public BinaryPredictionTransformer<SignalPropagationBinaryModelParameters> Fit(IDataView input) => trainer.Fit(input).ToPlain();

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => trainer.GetOutputSchema(inputSchema);
    }
}
