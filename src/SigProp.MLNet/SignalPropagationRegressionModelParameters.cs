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
        int count = context.Reader.ReadInt32();
        if (Network.OutputCount != 1 || count < 0 || (count > 0 && !Network.HasDistribution))
        {
            throw NotOurs();
        }

        var quantiles = new List<double>();
        while (quantiles.Count < count)
        {
            double level = context.Reader.ReadDouble();
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
            [.. _quantiles.Select(level => string.Create(CultureInfo.InvariantCulture, $"Quantile-{level}"))]));

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
        var answers = new ValueAnswers(CreateRow(), Network, withValues: true, []);
        return (in VBuffer<float> features, ref float value) =>
        {
            answers.Load(in features);
            value = answers.ValueOf(0);
        };
    }

    private protected override BatchAnswers CreateAnswers(bool first, bool second)
        => new ValueAnswers(CreateRow(), Network, first, second ? _quantiles : []);

    private protected override Delegate[] CreateGetters(BatchAnswers answers, Func<int> current)
    {
        var own = (ValueAnswers)answers;
        ValueGetter<float> getValue = (ref float value) => value = own.ValueOf(current());
        ValueGetter<VBuffer<float>> getQuantiles = (ref VBuffer<float> value) => own.CopyQuantiles(current(), ref value);
        return _quantiles.Length > 0 ? [getValue, getQuantiles] : [getValue];
    }
}
