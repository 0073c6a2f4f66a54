using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using SigProp.MLNet;
using SigProp.MLNet.FriendAccess;

[assembly: LoadableClass(
    typeof(SignalPropagationBinaryPredictionTransformer), null, typeof(SignatureLoadModel),
    "Predictions of a signal propagation network of two classes", SignalPropagationBinaryPredictionTransformer.LoaderSignature)]

namespace SigProp.MLNet;

/// <summary>Predicts one of two classes: adds <c>Score</c>, <c>Probability</c> and <c>PredictedLabel</c>.</summary>
public sealed class SignalPropagationBinaryPredictionTransformer : SignalPropagationPredictionTransformerBase<SignalPropagationBinaryModelParameters>
{
    internal const string LoaderSignature = "SigPropBinaryXfer";

    internal SignalPropagationBinaryPredictionTransformer(
        IHostEnvironment environment, SignalPropagationBinaryModelParameters model, DataViewSchema trainSchema, string featureColumn, float threshold = 0)
        : base(environment.Register(LoaderSignature), model, trainSchema, featureColumn)
    {
        Threshold = threshold;
        Scorer = CreateScorer();
    }

    // Private, where Create is internal: ML.NET refuses a class that offers it both ways of loading.
    private SignalPropagationBinaryPredictionTransformer(IHostEnvironment environment, ModelLoadContext context)
        : base(environment.Register(LoaderSignature), context)
    {
        Threshold = context.Reader.ReadSingle();
        Scorer = CreateScorer();
    }

    /// <summary><c>PredictedLabel</c> is true where <c>Score</c> is above it; 0 where it was not changed.</summary>
    public float Threshold { get; }

    private static VersionInfo Version => CreateVersion("SIGPRBNX", LoaderSignature);

    internal static SignalPropagationBinaryPredictionTransformer Create(IHostEnvironment environment, ModelLoadContext context)
    {
        FriendMembers.ThrowIfMissing();
        context.CheckAtModel(Version);
        return SavedModel.Read(environment, () => new SignalPropagationBinaryPredictionTransformer(environment, context));
    }

    /// <summary>The same model with another threshold.</summary>
    internal SignalPropagationBinaryPredictionTransformer WithThreshold(float threshold) => new(Host, Model, TrainSchema, FeatureColumnName, threshold);

    /// <summary>The same model in ML.NET's own transformer.</summary>
    internal BinaryPredictionTransformer<SignalPropagationBinaryModelParameters> ToPlain() => new(Host, Model, TrainSchema, FeatureColumnName, Threshold);

    private protected override void SaveCore(ModelSaveContext ctx)
    {
        // The model, the schema of the training data, the name of the feature column, the threshold.
        ctx.SetVersionInfo(Version);
        base.SaveCore(ctx);
        ctx.Writer.Write(Threshold);
    }

    private BinaryClassifierScorer CreateScorer()
    {
        var schema = new RoleMappedSchema(TrainSchema, null, FeatureColumnName);
        var arguments = new BinaryClassifierScorer.Arguments { Threshold = Threshold, ThresholdColumn = DefaultColumnNames.Score };
        return new BinaryClassifierScorer(Host, arguments, new EmptyDataView(Host, TrainSchema), BindableMapper.Bind(Host, schema), schema);
    }
}
