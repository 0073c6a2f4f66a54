using SigProp.MLNet;

namespace Microsoft.ML;

/// <summary>Adds networks of coupled states to the trainers of <see cref="MLContext"/>.</summary>
public static class ContinuousEPCatalog
{
    /// <summary>Creates a <see cref="ContinuousEPTrainer"/>, which predicts one of several classes with a network of coupled states trained by
    /// equilibrium propagation with a feedback loop.</summary>
    /// <param name="catalog">The multiclass classification trainers.</param>
    /// <param name="labelColumnName">The label column: a key, or whole numbers from 0 as Single or Double.</param>
    /// <param name="featureColumnName">The feature column: a vector of Single of known size.</param>
    /// <param name="exampleWeightColumnName">The column of Single that says what each row weighs; null (default) where all weigh the same.</param>
    /// <param name="hiddenLayers">States of each hidden layer, from the input on; null (default) for
    /// <see cref="NetworkTrainerOptions.HiddenLayers"/>' default.</param>
    /// <param name="epochs">How often every row is seen; null (default) for <see cref="NetworkTrainerOptions.Epochs"/>' default.</param>
    /// <param name="batchSize">Rows a step of training; null (default) for <see cref="NetworkTrainerOptions.BatchSize"/>' default.</param>
    /// <exception cref="SigProp.ConfigurationException">A value is unsound; the exception lists everything that is.</exception>
    /// <exception cref="MissingMemberException">The ML.NET that is loaded lacks a member that this library needs.</exception>
    public static ContinuousEPTrainer ContinuousEP(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        int[]? hiddenLayers = null,
        int? epochs = null,
        int? batchSize = null)
    {
        var options = new ContinuousEPTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            ExampleWeightColumnName = exampleWeightColumnName,
        };
        options.HiddenLayers = hiddenLayers ?? options.HiddenLayers;
        options.Epochs = epochs ?? options.Epochs;
        options.BatchSize = batchSize ?? options.BatchSize;
        return catalog.ContinuousEP(options);
    }

    /// <summary>Creates a <see cref="ContinuousEPTrainer"/> with all its options.</summary>
    /// <param name="catalog">The multiclass classification trainers.</param>
    /// <param name="options">The options; later changes to them do not reach the trainer.</param>
    /// <exception cref="SigProp.ConfigurationException">The options are unsound; the exception lists everything that is wrong.</exception>
    /// <exception cref="MissingMemberException">The ML.NET that is loaded lacks a member that this library needs.</exception>
    public static ContinuousEPTrainer ContinuousEP(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, ContinuousEPTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ContinuousEPTrainer(SignalPropagationCatalog.EnvironmentOf(catalog), options);
    }

    /// <summary>Creates a <see cref="ContinuousEPBinaryTrainer"/>, which tells two classes apart with a network of coupled states trained by
    /// equilibrium propagation with a feedback loop.</summary>
    /// <param name="catalog">The binary classification trainers.</param>
    /// <param name="labelColumnName">The label column: Boolean.</param>
    /// <param name="featureColumnName">The feature column: a vector of Single of known size.</param>
    /// <param name="exampleWeightColumnName">The column of Single that says what each row weighs; null (default) where all weigh the same.</param>
    /// <param name="hiddenLayers">States of each hidden layer, from the input on; null (default) for
    /// <see cref="NetworkTrainerOptions.HiddenLayers"/>' default.</param>
    /// <param name="epochs">How often every row is seen; null (default) for <see cref="NetworkTrainerOptions.Epochs"/>' default.</param>
    /// <param name="batchSize">Rows a step of training; null (default) for <see cref="NetworkTrainerOptions.BatchSize"/>' default.</param>
    /// <exception cref="SigProp.ConfigurationException">A value is unsound; the exception lists everything that is.</exception>
    /// <exception cref="MissingMemberException">The ML.NET that is loaded lacks a member that this library needs.</exception>
    public static ContinuousEPBinaryTrainer ContinuousEP(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        int[]? hiddenLayers = null,
        int? epochs = null,
        int? batchSize = null)
    {
        var options = new ContinuousEPBinaryTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            ExampleWeightColumnName = exampleWeightColumnName,
        };
        options.HiddenLayers = hiddenLayers ?? options.HiddenLayers;
        options.Epochs = epochs ?? options.Epochs;
        options.BatchSize = batchSize ?? options.BatchSize;
        return catalog.ContinuousEP(options);
    }

    /// <summary>Creates a <see cref="ContinuousEPBinaryTrainer"/> with all its options.</summary>
    /// <param name="catalog">The binary classification trainers.</param>
    /// <param name="options">The options; later changes to them do not reach the trainer.</param>
    /// <exception cref="SigProp.ConfigurationException">The options are unsound; the exception lists everything that is wrong.</exception>
    /// <exception cref="MissingMemberException">The ML.NET that is loaded lacks a member that this library needs.</exception>
    public static ContinuousEPBinaryTrainer ContinuousEP(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, ContinuousEPBinaryTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ContinuousEPBinaryTrainer(SignalPropagationCatalog.EnvironmentOf(catalog), options);
    }
}
