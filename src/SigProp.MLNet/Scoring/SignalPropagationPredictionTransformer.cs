using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using SigProp.MLNet;
using SigProp.MLNet.FriendAccess;

[assembly: LoadableClass(
    typeof(SignalPropagationPredictionTransformer), null, typeof(SignatureLoadModel),
    "Predictions of a signal propagation network", SignalPropagationPredictionTransformer.LoaderSignature)]

namespace SigProp.MLNet;

/// <summary>Predicts one of several classes: adds <c>Score</c>, <c>PredictedLabel</c> and, where rows may leave early, <c>Depth</c>.</summary>
public sealed class SignalPropagationPredictionTransformer : SignalPropagationPredictionTransformerBase<SignalPropagationModelParameters>
{
    internal const string LoaderSignature = "SigPropMulticlassXfer";

    private readonly string? _labelColumn;

    internal SignalPropagationPredictionTransformer(
        IHostEnvironment environment, SignalPropagationModelParameters model, DataViewSchema trainSchema, string featureColumn, string? labelColumn)
        : base(environment.Register(LoaderSignature), model, trainSchema, featureColumn)
    {
        _labelColumn = labelColumn;
        Scorer = CreateScorer();
    }

    // Private, where Create is internal: ML.NET refuses a class that offers it both ways of loading.
    private SignalPropagationPredictionTransformer(IHostEnvironment environment, ModelLoadContext context)
        : base(environment.Register(LoaderSignature), context)
    {
        _labelColumn = context.LoadStringOrNull();
        Scorer = CreateScorer();
    }

    private static VersionInfo Version => CreateVersion("SIGPRMCX", LoaderSignature);

    internal static SignalPropagationPredictionTransformer Create(IHostEnvironment environment, ModelLoadContext context)
    {
        FriendMembers.ThrowIfMissing();
        context.CheckAtModel(Version);
        return new SignalPropagationPredictionTransformer(environment, context);
    }

    private protected override void SaveCore(ModelSaveContext ctx)
    {
        // The model, the schema of the training data, the names of the feature column and of the label column.
        ctx.SetVersionInfo(Version);
        base.SaveCore(ctx);
        ctx.SaveStringOrNull(_labelColumn);
    }

    private MulticlassClassificationScorer CreateScorer()
    {
        // The label's keys in the training schema name the classes.
        var schema = new RoleMappedSchema(TrainSchema, _labelColumn, FeatureColumnName);
        return new MulticlassClassificationScorer(
            Host, new MulticlassClassificationScorer.Arguments(), new EmptyDataView(Host, TrainSchema), BindableMapper.Bind(Host, schema), schema);
    }
}
