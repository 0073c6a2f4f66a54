using Microsoft.ML;

namespace SigProp.MLNet;

/// <summary>A step of a pipeline that predicts with a network trained before; see <c>mlContext.Transforms.SigPropEarlyExit</c>.</summary>
public sealed class SigPropEarlyExitEstimator : IEstimator<SignalPropagationPredictionTransformer>
{
    private readonly SignalPropagationPredictionTransformer _transformer;

    internal SigPropEarlyExitEstimator(SignalPropagationPredictionTransformer transformer) => _transformer = transformer;

    /// <summary>Gives the model. There is nothing to train.</summary>
    /// <param name="input">Data with the model's feature column.</param>
    public SignalPropagationPredictionTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _transformer.GetOutputSchema(input.Schema);
        return _transformer;
    }

    /// <summary>The columns of the data and the model's.</summary>
    /// <param name="inputSchema">The columns of the data.</param>
    /// <exception cref="ArgumentException">The feature column is missing.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        if (!inputSchema.Any(column => column.Name == _transformer.FeatureColumnName))
        {
            throw new ArgumentException($"The data has no feature column '{_transformer.FeatureColumnName}'.", nameof(inputSchema));
        }

        SchemaShape.Column[] added = _transformer.OutputShape();
        return new SchemaShape([.. inputSchema.Where(column => !added.Any(a => a.Name == column.Name)), .. added]);
    }
}
