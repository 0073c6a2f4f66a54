using Microsoft.ML;
using Microsoft.ML.Runtime;
using SigProp.MLNet;
using SigProp.MLNet.FriendAccess;

[assembly: LoadableClass(
    typeof(SignalPropagationRegressionPredictionTransformer), null, typeof(SignatureLoadModel),
    "Predictions of a signal propagation network for regression", SignalPropagationRegressionPredictionTransformer.LoaderSignature)]

namespace SigProp.MLNet;

/// <summary>Predicts a value: adds <c>Score</c> and, where they were asked for, <c>Quantiles</c>.</summary>
public sealed class SignalPropagationRegressionPredictionTransformer
    : SignalPropagationPredictionTransformerBase<SignalPropagationRegressionModelParameters>
{
    internal const string LoaderSignature = "SigPropRegressionXfer";

    internal SignalPropagationRegressionPredictionTransformer(
        IHostEnvironment environment, SignalPropagationRegressionModelParameters model, DataViewSchema trainSchema, string featureColumn)
        : base(environment.Register(LoaderSignature), model, trainSchema, featureColumn) => Scorer = GetGenericScorer();

    // Private, where Create is internal: ML.NET refuses a class that offers it both ways of loading.
    private SignalPropagationRegressionPredictionTransformer(IHostEnvironment environment, ModelLoadContext context)
        : base(environment.Register(LoaderSignature), context) => Scorer = GetGenericScorer();

    private static VersionInfo Version => CreateVersion("SIGPRRGX", LoaderSignature);

    internal static SignalPropagationRegressionPredictionTransformer Create(IHostEnvironment environment, ModelLoadContext context)
    {
        FriendMembers.ThrowIfMissing();
        context.CheckAtModel(Version);
        return SavedModel.Read(environment, () => new SignalPropagationRegressionPredictionTransformer(environment, context));
    }

    private protected override void SaveCore(ModelSaveContext ctx)
    {
        // The model, the schema of the training data and the name of the feature column.
        ctx.SetVersionInfo(Version);
        base.SaveCore(ctx);
    }
}
