using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using SigProp.MLNet;
using SigProp.MLNet.FriendAccess;

namespace Microsoft.ML;

/// <summary>Adds signal propagation to the trainers of <see cref="MLContext"/>.</summary>
public static class SignalPropagationCatalog
{
    /// <summary>Creates a <see cref="SignalPropagationTrainer"/>, which predicts one of several classes with a network trained by signal
    /// propagation.</summary>
    /// <param name="catalog">The multiclass classification trainers.</param>
    /// <param name="labelColumnName">The label column: a key, or whole numbers from 0 as Single or Double.</param>
    /// <param name="featureColumnName">The feature column: a vector of Single of known size.</param>
    /// <param name="exampleWeightColumnName">The column of Single that says what each row weighs; null (default) where all weigh the same.</param>
    /// <param name="hiddenLayers">Units of each hidden layer, from the input on; null (default) for
    /// <see cref="NetworkTrainerOptions.HiddenLayers"/>' default.</param>
    /// <param name="epochs">How often every row is seen; null (default) for <see cref="NetworkTrainerOptions.Epochs"/>' default.</param>
    /// <param name="batchSize">Rows a step; null (default) for <see cref="NetworkTrainerOptions.BatchSize"/>' default.</param>
    /// <param name="learningRate">The step size; null (default) for the optimizer's own.</param>
    /// <exception cref="SigProp.ConfigurationException">A value is unsound; the exception lists everything that is.</exception>
    /// <exception cref="MissingMemberException">The ML.NET that is loaded lacks a member that this library needs.</exception>
    public static SignalPropagationTrainer SignalPropagation(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        int[]? hiddenLayers = null,
        int? epochs = null,
        int? batchSize = null,
        float? learningRate = null)
    {
        var options = new SignalPropagationTrainer.Options();
        Set(options, labelColumnName, featureColumnName, exampleWeightColumnName, hiddenLayers, epochs, batchSize, learningRate);
        return catalog.SignalPropagation(options);
    }

    /// <summary>Creates a <see cref="SignalPropagationTrainer"/> with all its options.</summary>
    /// <param name="catalog">The multiclass classification trainers.</param>
    /// <param name="options">The options; later changes to them do not reach the trainer.</param>
    /// <exception cref="SigProp.ConfigurationException">The options are unsound; the exception lists everything that is wrong.</exception>
    /// <exception cref="MissingMemberException">The ML.NET that is loaded lacks a member that this library needs.</exception>
    public static SignalPropagationTrainer SignalPropagation(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, SignalPropagationTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new SignalPropagationTrainer(EnvironmentOf(catalog), options);
    }

    /// <summary>Creates a <see cref="SignalPropagationBinaryTrainer"/>, which tells two classes apart with a network trained by signal
    /// propagation.</summary>
    /// <param name="catalog">The binary classification trainers.</param>
    /// <param name="labelColumnName">The label column: Boolean.</param>
    /// <param name="featureColumnName">The feature column: a vector of Single of known size.</param>
    /// <param name="exampleWeightColumnName">The column of Single that says what each row weighs; null (default) where all weigh the same.</param>
    /// <param name="hiddenLayers">Units of each hidden layer, from the input on; null (default) for
    /// <see cref="NetworkTrainerOptions.HiddenLayers"/>' default.</param>
    /// <param name="epochs">How often every row is seen; null (default) for <see cref="NetworkTrainerOptions.Epochs"/>' default.</param>
    /// <param name="batchSize">Rows a step; null (default) for <see cref="NetworkTrainerOptions.BatchSize"/>' default.</param>
    /// <param name="learningRate">The step size; null (default) for the optimizer's own.</param>
    /// <exception cref="SigProp.ConfigurationException">A value is unsound; the exception lists everything that is.</exception>
    /// <exception cref="MissingMemberException">The ML.NET that is loaded lacks a member that this library needs.</exception>
    public static SignalPropagationBinaryTrainer SignalPropagation(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        int[]? hiddenLayers = null,
        int? epochs = null,
        int? batchSize = null,
        float? learningRate = null)
    {
        var options = new SignalPropagationBinaryTrainer.Options();
        Set(options, labelColumnName, featureColumnName, exampleWeightColumnName, hiddenLayers, epochs, batchSize, learningRate);
        return catalog.SignalPropagation(options);
    }

    /// <summary>Creates a <see cref="SignalPropagationBinaryTrainer"/> with all its options.</summary>
    /// <param name="catalog">The binary classification trainers.</param>
    /// <param name="options">The options; later changes to them do not reach the trainer.</param>
    /// <exception cref="SigProp.ConfigurationException">The options are unsound; the exception lists everything that is wrong.</exception>
    /// <exception cref="MissingMemberException">The ML.NET that is loaded lacks a member that this library needs.</exception>
    public static SignalPropagationBinaryTrainer SignalPropagation(
        this BinaryClassificationCatalog.BinaryClassificationTrainers catalog, SignalPropagationBinaryTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new SignalPropagationBinaryTrainer(EnvironmentOf(catalog), options);
    }

    /// <summary>Creates a <see cref="SignalPropagationRegressionTrainer"/>, which predicts a value with a network trained by signal
    /// propagation.</summary>
    /// <param name="catalog">The regression trainers.</param>
    /// <param name="labelColumnName">The label column: Single.</param>
    /// <param name="featureColumnName">The feature column: a vector of Single of known size.</param>
    /// <param name="exampleWeightColumnName">The column of Single that says what each row weighs; null (default) where all weigh the same.</param>
    /// <param name="hiddenLayers">Units of each hidden layer, from the input on; null (default) for
    /// <see cref="NetworkTrainerOptions.HiddenLayers"/>' default.</param>
    /// <param name="epochs">How often every row is seen; null (default) for <see cref="NetworkTrainerOptions.Epochs"/>' default.</param>
    /// <param name="batchSize">Rows a step; null (default) for <see cref="NetworkTrainerOptions.BatchSize"/>' default.</param>
    /// <param name="learningRate">The step size; null (default) for the optimizer's own.</param>
    /// <exception cref="SigProp.ConfigurationException">A value is unsound; the exception lists everything that is.</exception>
    /// <exception cref="MissingMemberException">The ML.NET that is loaded lacks a member that this library needs.</exception>
    public static SignalPropagationRegressionTrainer SignalPropagation(
        this RegressionCatalog.RegressionTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        int[]? hiddenLayers = null,
        int? epochs = null,
        int? batchSize = null,
        float? learningRate = null)
    {
        var options = new SignalPropagationRegressionTrainer.Options();
        Set(options, labelColumnName, featureColumnName, exampleWeightColumnName, hiddenLayers, epochs, batchSize, learningRate);
        return catalog.SignalPropagation(options);
    }

    /// <summary>Creates a <see cref="SignalPropagationRegressionTrainer"/> with all its options.</summary>
    /// <param name="catalog">The regression trainers.</param>
    /// <param name="options">The options; later changes to them do not reach the trainer.</param>
    /// <exception cref="SigProp.ConfigurationException">The options are unsound; the exception lists everything that is wrong.</exception>
    /// <exception cref="MissingMemberException">The ML.NET that is loaded lacks a member that this library needs.</exception>
    public static SignalPropagationRegressionTrainer SignalPropagation(
        this RegressionCatalog.RegressionTrainers catalog, SignalPropagationRegressionTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new SignalPropagationRegressionTrainer(EnvironmentOf(catalog), options);
    }

    private static IHostEnvironment EnvironmentOf(TrainCatalogBase.CatalogInstantiatorBase catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        FriendMembers.ThrowIfMissing();
        return CatalogUtils.GetEnvironment(catalog);
    }

    /// <summary>What is null keeps its default.</summary>
    private static void Set(
        SignalPropagationOptions options, string label, string feature, string? weight, int[]? hiddenLayers, int? epochs, int? batchSize,
        float? learningRate)
    {
        options.LabelColumnName = label;
        options.FeatureColumnName = feature;
        options.ExampleWeightColumnName = weight;
        options.HiddenLayers = hiddenLayers ?? options.HiddenLayers;
        options.Epochs = epochs ?? options.Epochs;
        options.BatchSize = batchSize ?? options.BatchSize;
        options.LearningRate = learningRate;
    }
}
