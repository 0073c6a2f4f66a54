using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using VectorKind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace SigProp.MLNet;

/// <summary>Adds a column with the activations of one layer of a network that is trained already.</summary>
/// <remarks>
/// <format type="text/markdown"><![CDATA[
/// To create this estimator, use `mlContext.Transforms.SigPropEmbedding()` with a trained model.
///
/// ### Estimator characteristics
/// |  |  |
/// | -- | -- |
/// | Does this estimator need to look at the data to train its parameters? | No |
/// | Input column data type | Vector of Single of the size that the model was trained on |
/// | Output column data type | Vector of Single of known size, with slot names |
/// | Required NuGet in addition to Microsoft.ML | SigProp.MLNet |
/// | Exportable to ONNX | No |
/// ]]></format>
/// </remarks>
public sealed class SigPropEmbeddingEstimator : TrivialEstimator<SigPropEmbeddingTransformer>
{
    internal SigPropEmbeddingEstimator(IHostEnvironment environment, SigPropEmbeddingTransformer transformer)
        : base(environment.Register(nameof(SigPropEmbeddingEstimator)), transformer)
    {
    }

    /// <summary>The columns that come of the given ones.</summary>
    /// <param name="inputSchema">The columns of the input.</param>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is missing or is no vector of Single of known size.</exception>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        if (!inputSchema.TryFindColumn(Transformer.InputColumnName, out SchemaShape.Column input))
        {
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "feature", Transformer.InputColumnName);
        }

        if (input.Kind != VectorKind.Vector || input.ItemType != NumberDataViewType.Single)
        {
            throw Host.ExceptSchemaMismatch(
                nameof(inputSchema), "feature", Transformer.InputColumnName, "known-size vector of Single", input.GetTypeString());
        }

        return EmbeddingColumn.Append(inputSchema, Transformer.OutputColumnName);
    }
}
