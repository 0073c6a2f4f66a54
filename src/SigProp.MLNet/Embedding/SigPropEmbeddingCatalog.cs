using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using SigProp.MLNet;
using SigProp.MLNet.FriendAccess;

namespace Microsoft.ML;

/// <summary>Adds the embedding by a layer of a network to the transforms of <see cref="MLContext"/>.</summary>
public static class SigPropEmbeddingCatalog
{
    /// <summary>Adds a column with the activations of one layer of a trained network: a feature vector in which rows that the network treats alike lie
    /// close together.</summary>
    /// <param name="catalog">The transforms.</param>
    /// <param name="outputColumnName">The column to add.</param>
    /// <param name="model">What Fit of a trainer of this library has returned, or of a pipeline that contains one: its last network is taken, and
    /// nothing else of it, so that the feature column must be in the data.</param>
    /// <param name="inputColumnName">The feature column; null (default) for that of the training.</param>
    /// <param name="layer">The layer, from 1; null (default) for the last hidden one.</param>
    /// <exception cref="ArgumentException">A name is empty, the model holds no network of this library, or there is no such layer.</exception>
    /// <exception cref="MissingMemberException">The ML.NET that is loaded lacks a member that this library needs.</exception>
    public static SigPropEmbeddingEstimator SigPropEmbedding(
        this TransformsCatalog catalog, string outputColumnName, ITransformer model, string? inputColumnName = null, int? layer = null)
    {
        IHostEnvironment environment = EnvironmentOf(catalog);
        (SigProp.Model found, string featureColumn) = EmbeddedModel.Of(model);
        return Create(environment, outputColumnName, found, inputColumnName ?? featureColumn, layer);
    }

    /// <summary>Adds a column with the activations of one layer of a trained network, given by its parameters.</summary>
    /// <typeparam name="TOutput">What the network predicts for a row.</typeparam>
    /// <param name="catalog">The transforms.</param>
    /// <param name="outputColumnName">The column to add.</param>
    /// <param name="modelParameters">The parameters, for example <c>trained.Model</c>.</param>
    /// <param name="inputColumnName">The feature column; default <c>Features</c>.</param>
    /// <param name="layer">The layer, from 1; null (default) for the last hidden one.</param>
    /// <exception cref="ArgumentException">A name is empty, or there is no such layer.</exception>
    /// <exception cref="MissingMemberException">The ML.NET that is loaded lacks a member that this library needs.</exception>
    public static SigPropEmbeddingEstimator SigPropEmbedding<TOutput>(
        this TransformsCatalog catalog,
        string outputColumnName,
        SignalPropagationModelParametersBase<TOutput> modelParameters,
        string inputColumnName = DefaultColumnNames.Features,
        int? layer = null)
    {
        ArgumentNullException.ThrowIfNull(modelParameters);
        return Create(EnvironmentOf(catalog), outputColumnName, modelParameters.Model, inputColumnName, layer);
    }

    /// <summary>Adds a column with the activations of one layer of a network that the engine has trained, or read from a file of its own.</summary>
    /// <param name="catalog">The transforms.</param>
    /// <param name="outputColumnName">The column to add.</param>
    /// <param name="model">The model, trained on features and not on tables of text.</param>
    /// <param name="inputColumnName">The feature column; default <c>Features</c>.</param>
    /// <param name="layer">The layer, from 1; null (default) for the last hidden one.</param>
    /// <exception cref="ArgumentException">A name is empty, the model reads something else than features, or there is no such layer.</exception>
    /// <exception cref="MissingMemberException">The ML.NET that is loaded lacks a member that this library needs.</exception>
    public static SigPropEmbeddingEstimator SigPropEmbedding(
        this TransformsCatalog catalog,
        string outputColumnName,
        SigProp.Model model,
        string inputColumnName = DefaultColumnNames.Features,
        int? layer = null)
        => Create(EnvironmentOf(catalog), outputColumnName, model, inputColumnName, layer);

    /// <summary>Trains a network to predict the classes of a label, and adds a column with the activations of one of its layers.</summary>
    /// <param name="catalog">The transforms.</param>
    /// <param name="outputColumnName">The column to add.</param>
    /// <param name="inputColumnName">The feature column, a vector of Single of known size; default <c>Features</c>.</param>
    /// <param name="labelColumnName">The label column: a key, or whole numbers from 0 as Single or Double; default <c>Label</c>. For other labels, and
    /// for more options, give a trainer.</param>
    /// <param name="hiddenLayers">Units of each hidden layer, from the input on; the chosen one's are the size of the embedding; null (default) for
    /// <see cref="NetworkTrainerOptions.HiddenLayers"/>' default.</param>
    /// <param name="epochs">How often every row is seen; null (default) for <see cref="NetworkTrainerOptions.Epochs"/>' default.</param>
    /// <param name="layer">The layer, from 1; null (default) for the last hidden one.</param>
    /// <exception cref="ArgumentException">A name is empty, or there is no such layer.</exception>
    /// <exception cref="SigProp.ConfigurationException">A value is unsound; the exception lists everything that is.</exception>
    /// <exception cref="MissingMemberException">The ML.NET that is loaded lacks a member that this library needs.</exception>
    public static SigPropEmbeddingTrainingEstimator SigPropEmbedding(
        this TransformsCatalog catalog,
        string outputColumnName,
        string inputColumnName = DefaultColumnNames.Features,
        string labelColumnName = DefaultColumnNames.Label,
        int[]? hiddenLayers = null,
        int? epochs = null,
        int? layer = null)
    {
        IHostEnvironment environment = EnvironmentOf(catalog);
        var options = new SignalPropagationTrainer.Options { FeatureColumnName = inputColumnName, LabelColumnName = labelColumnName };
        options.HiddenLayers = hiddenLayers ?? options.HiddenLayers;
        options.Epochs = epochs ?? options.Epochs;
        return SigPropEmbeddingTrainingEstimator.Create(environment, outputColumnName, new SignalPropagationTrainer(environment, options), layer);
    }

    /// <summary>Trains a network by a trainer of this library, with all its options and for any of its tasks, and adds a column with the activations of
    /// one of its layers.</summary>
    /// <typeparam name="TTransformer">What the trainer's Fit returns.</typeparam>
    /// <typeparam name="TModel">The model in it.</typeparam>
    /// <param name="catalog">The transforms.</param>
    /// <param name="outputColumnName">The column to add.</param>
    /// <param name="trainer">The trainer, which names the columns of features and labels.</param>
    /// <param name="layer">The layer, from 1; null (default) for the last hidden one.</param>
    /// <exception cref="ArgumentException">A name is empty, or there is no such layer.</exception>
    /// <exception cref="MissingMemberException">The ML.NET that is loaded lacks a member that this library needs.</exception>
    public static SigPropEmbeddingTrainingEstimator SigPropEmbedding<TTransformer, TModel>(
        this TransformsCatalog catalog, string outputColumnName, SignalPropagationTrainerBase<TTransformer, TModel> trainer, int? layer = null)
        where TTransformer : class, ISingleFeaturePredictionTransformer<TModel>
        where TModel : class
        => SigPropEmbeddingTrainingEstimator.Create(EnvironmentOf(catalog), outputColumnName, trainer, layer);

    private static SigPropEmbeddingEstimator Create(
        IHostEnvironment environment, string outputColumnName, SigProp.Model model, string inputColumnName, int? layer)
        => new(environment, new SigPropEmbeddingTransformer(environment, outputColumnName, model, inputColumnName, layer));

    private static IHostEnvironment EnvironmentOf(TransformsCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        FriendMembers.ThrowIfMissing();
        return CatalogUtils.GetEnvironment(catalog);
    }
}
