using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace SigProp.MLNet;

/// <summary>Trains a network on the labels of its data, and adds a column with the activations of one of its layers: features made for that label, for
/// another trainer, for clustering, for finding similar rows or those that resemble none.</summary>
/// <remarks>
/// <format type="text/markdown"><![CDATA[
/// To create this estimator, use `mlContext.Transforms.SigPropEmbedding()` with columns or with a trainer of this library.
///
/// ### Estimator characteristics
/// |  |  |
/// | -- | -- |
/// | Does this estimator need to look at the data to train its parameters? | Yes, at the features and the labels, as its trainer does |
/// | Input column data type | Vector of Single of known size; the label column as the trainer takes it. Transform needs no label |
/// | Output column data type | Vector of Single of known size, with slot names |
/// | Required NuGet in addition to Microsoft.ML | SigProp.MLNet |
/// | Exportable to ONNX | No |
/// ]]></format>
/// </remarks>
public sealed class SigPropEmbeddingTrainingEstimator : IEstimator<SigPropEmbeddingTransformer>
{
    private readonly IHost _host;
    private readonly IEstimator<ISingleFeaturePredictionTransformer<object>> _trainer;
    private readonly Func<IDataView, IDataView, ISingleFeaturePredictionTransformer<object>> _fitWithValidation;
    private readonly string _outputColumnName;
    private readonly int? _layer;

    private SigPropEmbeddingTrainingEstimator(
        IHostEnvironment environment,
        string outputColumnName,
        IEstimator<ISingleFeaturePredictionTransformer<object>> trainer,
        Func<IDataView, IDataView, ISingleFeaturePredictionTransformer<object>> fitWithValidation,
        int? layer)
    {
        _host = environment.Register(nameof(SigPropEmbeddingTrainingEstimator));
        _outputColumnName = outputColumnName;
        _trainer = trainer;
        _fitWithValidation = fitWithValidation;
        _layer = layer;
    }

    /// <summary>Trains on <paramref name="input"/>.</summary>
    /// <param name="input">The rows to learn from.</param>
    /// <exception cref="ArgumentException">A column is missing or has the wrong type, a label is unsuitable, or all labels are the same.</exception>
    /// <exception cref="InvalidOperationException">No row can be used.</exception>
    /// <exception cref="PlatformNotSupportedException">What the option <c>Device</c> asks for is not there.</exception>
    /// <exception cref="OperationCanceledException">The context's execution was cancelled.</exception>
    /// <exception cref="Training.DivergenceException">A loss became NaN or infinite.</exception>
    public SigPropEmbeddingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Make(_trainer.Fit(input));
    }

    /// <summary>Trains on <paramref name="trainData"/> and keeps the network of the epoch with the least loss on <paramref name="validationData"/>.</summary>
    /// <param name="trainData">The rows to learn from.</param>
    /// <param name="validationData">The rows to measure each epoch on; of the same columns.</param>
    /// <exception cref="ArgumentException">A column is missing or has the wrong type, a label is unsuitable, or all labels are the same.</exception>
    /// <exception cref="InvalidOperationException">No row can be used.</exception>
    /// <exception cref="PlatformNotSupportedException">What the option <c>Device</c> asks for is not there.</exception>
    /// <exception cref="OperationCanceledException">The context's execution was cancelled.</exception>
    /// <exception cref="Training.DivergenceException">A loss became NaN or infinite.</exception>
    public SigPropEmbeddingTransformer Fit(IDataView trainData, IDataView validationData) => Make(_fitWithValidation(trainData, validationData));

    /// <summary>The columns that come of the given ones: those and the embedding, and none of the trainer's own.</summary>
    /// <param name="inputSchema">The columns of the input.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        _trainer.GetOutputSchema(inputSchema);
        return EmbeddingColumn.Append(inputSchema, _outputColumnName);
    }

    /// <summary>Puts an estimator together.</summary>
    /// <typeparam name="TTransformer">What the trainer's Fit returns.</typeparam>
    /// <typeparam name="TModel">The model in it.</typeparam>
    /// <param name="environment">The environment.</param>
    /// <param name="outputColumnName">The column to add.</param>
    /// <param name="trainer">What trains the network.</param>
    /// <param name="layer">The layer, from 1; null for the last hidden one.</param>
    internal static SigPropEmbeddingTrainingEstimator Create<TTransformer, TModel>(
        IHostEnvironment environment, string outputColumnName, SignalPropagationTrainerBase<TTransformer, TModel> trainer, int? layer)
        where TTransformer : class, ISingleFeaturePredictionTransformer<TModel>
        where TModel : class
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentNullException.ThrowIfNull(trainer);
        if (layer < 1 || layer > trainer.HiddenLayers)
        {
            throw new ArgumentOutOfRangeException(
                nameof(layer), layer, $"The hidden layers of the trainer's network are counted from 1 to {trainer.HiddenLayers}.");
        }

        return new(environment, outputColumnName, trainer, trainer.Fit, layer);
    }

    private SigPropEmbeddingTransformer Make(ISingleFeaturePredictionTransformer<object> trained)
        => new(_host, _outputColumnName, EmbeddedModel.Of(trained).Model, trained.FeatureColumnName, _layer);
}
