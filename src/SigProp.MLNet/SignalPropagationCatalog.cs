using Microsoft.ML.Data;
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
    /// <param name="hiddenLayers">Units of each hidden layer, from the input on; null (default) for
    /// <see cref="SignalPropagationTrainer.Options.HiddenLayers"/>' default.</param>
    /// <param name="epochs">How often every row is seen; null (default) for <see cref="SignalPropagationTrainer.Options.Epochs"/>' default.</param>
    /// <param name="batchSize">Rows a step; null (default) for <see cref="SignalPropagationTrainer.Options.BatchSize"/>' default.</param>
    /// <param name="learningRate">The step size; null (default) for the optimizer's own.</param>
    /// <exception cref="SigProp.ConfigurationException">A value is unsound; the exception lists everything that is.</exception>
    /// <exception cref="MissingMemberException">The ML.NET that is loaded lacks a member that this library needs.</exception>
    public static SignalPropagationTrainer SignalPropagation(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        int[]? hiddenLayers = null,
        int? epochs = null,
        int? batchSize = null,
        float? learningRate = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        FriendMembers.ThrowIfMissing();
        var options = new SignalPropagationTrainer.Options
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            LearningRate = learningRate,
        };
        options.HiddenLayers = hiddenLayers ?? options.HiddenLayers;
        options.Epochs = epochs ?? options.Epochs;
        options.BatchSize = batchSize ?? options.BatchSize;
        return new SignalPropagationTrainer(CatalogUtils.GetEnvironment(catalog), options);
    }

    /// <summary>Creates a <see cref="SignalPropagationTrainer"/> with all its options.</summary>
    /// <param name="catalog">The multiclass classification trainers.</param>
    /// <param name="options">The options; later changes to them do not reach the trainer.</param>
    /// <exception cref="SigProp.ConfigurationException">The options are unsound; the exception lists everything that is wrong.</exception>
    /// <exception cref="MissingMemberException">The ML.NET that is loaded lacks a member that this library needs.</exception>
    public static SignalPropagationTrainer SignalPropagation(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog, SignalPropagationTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        FriendMembers.ThrowIfMissing();
        return new SignalPropagationTrainer(CatalogUtils.GetEnvironment(catalog), options);
    }
}
