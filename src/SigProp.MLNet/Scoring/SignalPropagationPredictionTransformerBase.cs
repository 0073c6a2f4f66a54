using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace SigProp.MLNet;

/// <summary>A trained model as ML.NET applies it to data. <see cref="Transform"/> scores rows in batches, lazily, as they are read; a prediction engine
/// scores one by one. Both give the same bits.</summary>
/// <typeparam name="TModel">The model.</typeparam>
public abstract class SignalPropagationPredictionTransformerBase<TModel> : SingleFeaturePredictionTransformerBase<TModel>, ITransformer
    where TModel : class
{
    private protected SignalPropagationPredictionTransformerBase(IHost host, TModel model, DataViewSchema trainSchema, string featureColumn)
        : base(host, model, trainSchema, featureColumn) => BindableMapper = new BatchBindable(BindableMapper, Batches);

    private protected SignalPropagationPredictionTransformerBase(IHost host, ModelLoadContext context)
        : base(host, context) => BindableMapper = new BatchBindable(BindableMapper, Batches);

    private IBatchScored Batches => (IBatchScored)Model;

    /// <summary>Adds the model's columns to data. Nothing is read or scored until a cursor asks for them. A cursor
    /// reads ahead of the row that it is at: by one row at first, then by twice as many each time, at most by 256 or about 16 MiB.</summary>
    /// <param name="input">The data, with the feature column.</param>
    /// <returns>The data with the model's columns.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The data has no such column.</exception>
    public new IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Schema.GetColumnOrNull(FeatureColumnName) is null)
        {
            // ML.NET's scorer would name the role in place of the column.
            throw Host.ExceptSchemaMismatch(nameof(input), "feature", FeatureColumnName);
        }

        return new BatchedScores((RowToRowScorerBase)Scorer.ApplyToData(Host, input), FeatureColumnName, Batches.NumbersOfRow);
    }

    private protected static VersionInfo CreateVersion(string modelSignature, string loaderSignature) => new(
        modelSignature: modelSignature,
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: typeof(SignalPropagationPredictionTransformerBase<>).Assembly.GetName().Name!,
        loaderSignature: loaderSignature);
}
