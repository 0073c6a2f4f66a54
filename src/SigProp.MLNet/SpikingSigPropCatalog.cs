using SigProp.MLNet;

namespace Microsoft.ML;

/// <summary>Adds networks of spiking neurons to the trainers of <see cref="MLContext"/>.</summary>
public static class SpikingSigPropCatalog
{
    /// <summary>Creates a <see cref="SpikingSigPropTrainer"/>, which predicts one of several classes with a network of spiking neurons trained by signal
    /// propagation.</summary>
    /// <param name="catalog">The multiclass classification trainers.</param>
    /// <param name="labelColumnName">The label column: a key, or whole numbers from 0 as Single or Double.</param>
    /// <param name="featureColumnName">The feature column: a vector of Single of known size.</param>
    /// <param name="exampleWeightColumnName">The column of Single that says what each row weighs; null (default) where all weigh the same.</param>
    /// <param name="hiddenLayers">Neurons of each hidden layer, from the input on; null (default) for
    /// <see cref="NetworkTrainerOptions.HiddenLayers"/>' default.</param>
    /// <param name="steps">Steps that each row is shown for; null (default) for <see cref="SpikingSigPropOptions.Steps"/>' default.</param>
    /// <param name="threshold">The voltage at which neurons fire; null (default) for
    /// <see cref="SpikingSigPropOptions.Threshold"/>' default.</param>
    /// <param name="epochs">How often every row is seen; null (default) for <see cref="NetworkTrainerOptions.Epochs"/>' default.</param>
    /// <param name="batchSize">Rows a step of training; null (default) for <see cref="NetworkTrainerOptions.BatchSize"/>' default.</param>
    /// <param name="learningRate">The step size; null (default) for the optimizer's own.</param>
    /// <exception cref="SigProp.ConfigurationException">A value is unsound; the exception lists everything that is.</exception>
    /// <exception cref="MissingMemberException">The ML.NET that is loaded lacks a member that this library needs.</exception>
    public static SpikingSigPropTrainer SpikingSigProp(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        int[]? hiddenLayers = null,
        int? steps = null,
        float? threshold = null,
        int? epochs = null,
        int? batchSize = null,
        float? learningRate = null)
    {
        var options = new SpikingSigPropTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            ExampleWeightColumnName = exampleWeightColumnName,
            LearningRate = learningRate,
        };
        options.HiddenLayers = hiddenLayers ?? options.HiddenLayers;
        options.Steps = steps ?? options.Steps;
        options.Threshold = threshold ?? options.Threshold;
        options.Epochs = epochs ?? options.Epochs;
        options.BatchSize = batchSize ?? options.BatchSize;
        return catalog.SpikingSigProp(options);
    }

    /// <summary>Creates a <see cref="SpikingSigPropTrainer"/> with all its options.</summary>
    /// <param name="catalog">The multiclass classification trainers.</param>
    /// <param name="options">The options; later changes to them do not reach the trainer.</param>
    /// <exception cref="SigProp.ConfigurationException">The options are unsound; the exception lists everything that is wrong.</exception>
    /// <exception cref="MissingMemberException">The ML.NET that is loaded lacks a member that this library needs.</exception>
    public static SpikingSigPropTrainer SpikingSigProp(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, SpikingSigPropTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new SpikingSigPropTrainer(SignalPropagationCatalog.EnvironmentOf(catalog), options);
    }

    /// <summary>Creates a <see cref="SpikingSigPropBinaryTrainer"/>, which tells two classes apart with a network of spiking neurons trained by signal
    /// propagation.</summary>
    /// <param name="catalog">The binary classification trainers.</param>
    /// <param name="labelColumnName">The label column: Boolean.</param>
    /// <param name="featureColumnName">The feature column: a vector of Single of known size.</param>
    /// <param name="exampleWeightColumnName">The column of Single that says what each row weighs; null (default) where all weigh the same.</param>
    /// <param name="hiddenLayers">Neurons of each hidden layer, from the input on; null (default) for
    /// <see cref="NetworkTrainerOptions.HiddenLayers"/>' default.</param>
    /// <param name="steps">Steps that each row is shown for; null (default) for <see cref="SpikingSigPropOptions.Steps"/>' default.</param>
    /// <param name="threshold">The voltage at which neurons fire; null (default) for
    /// <see cref="SpikingSigPropOptions.Threshold"/>' default.</param>
    /// <param name="epochs">How often every row is seen; null (default) for <see cref="NetworkTrainerOptions.Epochs"/>' default.</param>
    /// <param name="batchSize">Rows a step of training; null (default) for <see cref="NetworkTrainerOptions.BatchSize"/>' default.</param>
    /// <param name="learningRate">The step size; null (default) for the optimizer's own.</param>
    /// <exception cref="SigProp.ConfigurationException">A value is unsound; the exception lists everything that is.</exception>
    /// <exception cref="MissingMemberException">The ML.NET that is loaded lacks a member that this library needs.</exception>
    public static SpikingSigPropBinaryTrainer SpikingSigProp(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        int[]? hiddenLayers = null,
        int? steps = null,
        float? threshold = null,
        int? epochs = null,
        int? batchSize = null,
        float? learningRate = null)
    {
        var options = new SpikingSigPropBinaryTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            ExampleWeightColumnName = exampleWeightColumnName,
            LearningRate = learningRate,
        };
        options.HiddenLayers = hiddenLayers ?? options.HiddenLayers;
        options.Steps = steps ?? options.Steps;
        options.Threshold = threshold ?? options.Threshold;
        options.Epochs = epochs ?? options.Epochs;
        options.BatchSize = batchSize ?? options.BatchSize;
        return catalog.SpikingSigProp(options);
    }

    /// <summary>Creates a <see cref="SpikingSigPropBinaryTrainer"/> with all its options.</summary>
    /// <param name="catalog">The binary classification trainers.</param>
    /// <param name="options">The options; later changes to them do not reach the trainer.</param>
    /// <exception cref="SigProp.ConfigurationException">The options are unsound; the exception lists everything that is wrong.</exception>
    /// <exception cref="MissingMemberException">The ML.NET that is loaded lacks a member that this library needs.</exception>
    public static SpikingSigPropBinaryTrainer SpikingSigProp(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, SpikingSigPropBinaryTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new SpikingSigPropBinaryTrainer(SignalPropagationCatalog.EnvironmentOf(catalog), options);
    }
}
