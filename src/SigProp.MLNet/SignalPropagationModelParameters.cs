using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using SigProp.MLNet;
using SigProp.MLNet.FriendAccess;

[assembly: LoadableClass(
    typeof(SignalPropagationModelParameters), null, typeof(SignatureLoadModel),
    "Signal propagation network", SignalPropagationModelParameters.LoaderSignature)]

namespace SigProp.MLNet;

/// <summary>A network trained by <see cref="SignalPropagationTrainer"/>, as ML.NET scores, saves and loads it.</summary>
public sealed partial class SignalPropagationModelParameters : SignalPropagationModelParametersBase<VBuffer<float>>, ISchemaBindableMapper
{
    internal const string LoaderSignature = "SigPropMulticlass";

    private const uint VersionWithLayer = 0x00010002;

    internal SignalPropagationModelParameters(IHostEnvironment environment, Model model, Exit exit)
        : base(environment, LoaderSignature, model)
    {
        Exit = exit;
        OutputType = new VectorDataViewType(NumberDataViewType.Single, model.Network.ClassCount);
    }

    // Private, where Create is internal: ML.NET refuses a class that offers it both ways of loading.
    private SignalPropagationModelParameters(IHostEnvironment environment, ModelLoadContext context)
        : base(environment, LoaderSignature, context)
    {
        // NaN for no early exit; 0 for no layer chosen, of which the first version knew nothing
        double margin = context.Reader.ReadDouble();
        int layer = context.Header.ModelVerWritten >= VersionWithLayer ? context.Reader.ReadInt32() : 0;
        Exit = new Exit(double.IsNaN(margin) ? null : margin, layer == 0 ? null : layer);
        if (Network.ClassCount == 0 || !Exit.Suits(Network))
        {
            throw NotOurs();
        }

        OutputType = new VectorDataViewType(NumberDataViewType.Single, Network.ClassCount);
    }

    /// <summary>By how much a layer's most probable class must lead the second for a row to leave there; null where all rows go to the
    /// head.</summary>
    public double? EarlyExitMargin => Exit.Margin;

    /// <summary>The layer that answers for all rows, from 1; null where there is none chosen.</summary>
    public int? ExitLayer => Exit.Layer;

    /// <summary>Where rows leave the network.</summary>
    internal Exit Exit { get; }

    private protected override DataViewType OutputType { get; }

    // Who knows of no chosen layers reads models without one.
    private protected override VersionInfo Version
        => CreateVersion("SIGPRPMC", LoaderSignature, VersionWithLayer, ExitLayer is null ? 0x00010001 : VersionWithLayer);

    private protected override PredictionKind PredictionKind => PredictionKind.MulticlassClassification;

    internal static SignalPropagationModelParameters Create(IHostEnvironment environment, ModelLoadContext context)
    {
        FriendMembers.ThrowIfMissing();
        context.CheckAtModel(CreateVersion("SIGPRPMC", LoaderSignature, VersionWithLayer, VersionWithLayer));
        return new SignalPropagationModelParameters(environment, context);
    }

    ISchemaBoundMapper ISchemaBindableMapper.Bind(IHostEnvironment env, RoleMappedSchema schema) => BoundColumns.Bind(
        this,
        env,
        schema,
        !Exit.HasDepth ? null : BoundColumns.Column(
            OutputColumns.Depth, NumberDataViewType.Int32, AnnotationUtils.Const.ScoreColumnKind.MulticlassClassification, []));

    private protected override void SaveCore(ModelSaveContext ctx)
    {
        base.SaveCore(ctx);
        ctx.Writer.Write(EarlyExitMargin ?? double.NaN);
        ctx.Writer.Write(ExitLayer ?? 0);
    }

    private protected override ValueMapper<VBuffer<float>, VBuffer<float>> CreateMapper()
    {
        var answers = new ClassAnswers(CreateRow(), Network, Exit);
        return (in VBuffer<float> features, ref VBuffer<float> scores) =>
        {
            answers.Load(in features);
            answers.CopyScores(0, ref scores);
        };
    }

    private protected override BatchAnswers CreateAnswers(bool first, bool second) => new ClassAnswers(CreateRow(), Network, Exit);

    private protected override Delegate[] CreateGetters(BatchAnswers answers, Func<int> current)
    {
        var own = (ClassAnswers)answers;
        ValueGetter<VBuffer<float>> getScores = (ref VBuffer<float> value) => own.CopyScores(current(), ref value);
        ValueGetter<int> getDepth = (ref int value) => value = own.DepthOf(current());
        return Exit.HasDepth ? [getScores, getDepth] : [getScores];
    }
}
