using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using SigProp.MLNet;
using SigProp.MLNet.FriendAccess;

[assembly: LoadableClass(
    typeof(SignalPropagationRegressionModelParameters), null, typeof(SignatureLoadModel),
    "Signal propagation network for regression", SignalPropagationRegressionModelParameters.LoaderSignature)]

namespace SigProp.MLNet;

/// <summary>A network trained by <see cref="SignalPropagationRegressionTrainer"/>, as ML.NET scores, saves and loads it.</summary>
public sealed partial class SignalPropagationRegressionModelParameters : SignalPropagationModelParametersBase<float>, ISchemaBindableMapper
{
    internal const string LoaderSignature = "SigPropRegression";

    private readonly double[] _quantiles;

    internal SignalPropagationRegressionModelParameters(IHostEnvironment environment, Model model, double[] quantiles)
        : base(environment, LoaderSignature, model) => _quantiles = quantiles;

    // Private, where Create is internal: ML.NET refuses a class that offers it both ways of loading.
    private SignalPropagationRegressionModelParameters(IHostEnvironment environment, ModelLoadContext context)
        : base(environment, LoaderSignature, context)
    {
        int count = ReadMore(context.Reader.ReadInt32);
        if (Network.OutputCount != 1 || count < 0 || (count > 0 && !Network.HasDistribution))
        {
            throw NotOurs();
        }

        var quantiles = new List<double>();
        while (quantiles.Count < count)
        {
            double level = ReadMore(context.Reader.ReadDouble);
            quantiles.Add(level >= 0 && level <= 1 ? level : throw NotOurs());
        }

        _quantiles = [.. quantiles];
    }

    /// <summary>The probabilities whose quantiles the column <c>Quantiles</c> holds, in order; empty where there is no such column.</summary>
    public IReadOnlyList<double> Quantiles => _quantiles;

    private protected override DataViewType OutputType => NumberDataViewType.Single;

    private protected override VersionInfo Version => CreateVersion("SIGPRPRG", LoaderSignature);

    private protected override PredictionKind PredictionKind => PredictionKind.Regression;

    internal static SignalPropagationRegressionModelParameters Create(IHostEnvironment environment, ModelLoadContext context)
    {
        FriendMembers.ThrowIfMissing();
        context.CheckAtModel(CreateVersion("SIGPRPRG", LoaderSignature));
        return new SignalPropagationRegressionModelParameters(environment, context);
    }

    ISchemaBoundMapper ISchemaBindableMapper.Bind(IHostEnvironment env, RoleMappedSchema schema) => BoundColumns.Bind(
        this,
        env,
        schema,
        _quantiles.Length == 0 ? null : BoundColumns.Column(
            OutputColumns.Quantiles,
            new VectorDataViewType(NumberDataViewType.Single, _quantiles.Length),
            AnnotationUtils.Const.ScoreColumnKind.QuantileRegression,
            [.. _quantiles.Select(level => string.Create(CultureInfo.InvariantCulture, $"Quantile-{level}"))]),
        CreateGetters);

    private protected override void SaveCore(ModelSaveContext ctx)
    {
        base.SaveCore(ctx);
        ctx.Writer.Write(_quantiles.Length);
        foreach (double level in _quantiles)
        {
            ctx.Writer.Write(level);
        }
    }

    private protected override ValueMapper<VBuffer<float>, float> CreateMapper()
    {
        EncodedRow row = CreateRow();
        return (in VBuffer<float> features, ref float value) => Score(in features, row, out value);
    }

    private Delegate[] CreateGetters(DataViewRow input, DataViewSchema.Column feature)
    {
        ValueGetter<VBuffer<float>> read = input.GetGetter<VBuffer<float>>(feature);
        VBuffer<float> features = default;
        EncodedRow row = CreateRow();
        ValueGetter<float> getValue = (ref float value) =>
        {
            read(ref features);
            Score(in features, row, out value);
        };
        ValueGetter<VBuffer<float>> getQuantiles = (ref VBuffer<float> quantiles) =>
        {
            read(ref features);
            VBufferEditor<float> editor = VBufferEditor.Create(ref quantiles, _quantiles.Length);
            if (row.TryLoad(in features))
            {
                Network.PredictQuantiles(row.Features, _quantiles, editor.Values);
            }
            else
            {
                editor.Values.Fill(float.NaN);
            }

            quantiles = editor.Commit();
        };
        return [getValue, getQuantiles];
    }

    private void Score(in VBuffer<float> features, EncodedRow row, out float value)
    {
        value = float.NaN;
        if (row.TryLoad(in features))
        {
            Network.PredictValues(row.Features, new Span<float>(ref value));
        }
    }
}
