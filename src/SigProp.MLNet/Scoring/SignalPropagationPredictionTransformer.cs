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
    private readonly ClassColumnNames _names;

    internal SignalPropagationPredictionTransformer(
        IHostEnvironment environment, SignalPropagationModelParameters model, DataViewSchema trainSchema, string featureColumn, string? labelColumn,
        ClassColumnNames? names = null)
        : base(environment.Register(LoaderSignature), model, trainSchema, featureColumn)
    {
        _labelColumn = labelColumn;
        _names = names ?? ClassColumnNames.Usual;
        Scorer = CreateScorer();
    }

    // Private, where Create is internal: ML.NET refuses a class that offers it both ways of loading.
    private SignalPropagationPredictionTransformer(IHostEnvironment environment, ModelLoadContext context)
        : base(environment.Register(LoaderSignature), context)
    {
        _labelColumn = context.LoadStringOrNull();
        _names = new ClassColumnNames(context.LoadNonEmptyString(), context.LoadNonEmptyString(), context.LoadNonEmptyString());
        Scorer = CreateScorer();
    }

    private static VersionInfo Version => CreateVersion("SIGPRMCX", LoaderSignature);

    internal static SignalPropagationPredictionTransformer Create(IHostEnvironment environment, ModelLoadContext context)
    {
        FriendMembers.ThrowIfMissing();
        context.CheckAtModel(Version);
        return SavedModel.Read(environment, () => new SignalPropagationPredictionTransformer(environment, context));
    }

    /// <summary>The same network left elsewhere, its columns under other names.</summary>
    /// <exception cref="ArgumentException">The network cannot be left so.</exception>
    internal SignalPropagationPredictionTransformer With(Exit exit, ClassColumnNames names)
        => new(Host, Model.With(exit), TrainSchema, FeatureColumnName, _labelColumn, names);

    /// <summary>The columns that it adds.</summary>
    internal SchemaShape.Column[] OutputShape()
    {
        var shape = SchemaShape.Create(GetOutputSchema(TrainSchema));
        return [.. new[] { _names.PredictedLabel, _names.Score, _names.Depth }.SelectMany(name => shape.Where(column => column.Name == name).Take(1))];
    }

    private protected override void SaveCore(ModelSaveContext ctx)
    {
        // The model, the schema of the training data, the names of the feature column, of the label column and of the columns added.
        ctx.SetVersionInfo(Version);
        base.SaveCore(ctx);
        ctx.SaveStringOrNull(_labelColumn);
        ctx.SaveNonEmptyString(_names.Score);
        ctx.SaveNonEmptyString(_names.PredictedLabel);
        ctx.SaveNonEmptyString(_names.Depth);
    }

    private MulticlassClassificationScorer CreateScorer()
    {
        // The label's keys in the training schema name the classes.
        var schema = new RoleMappedSchema(TrainSchema, _labelColumn, FeatureColumnName);
        var scorer = new MulticlassClassificationScorer(
            Host, new MulticlassClassificationScorer.Arguments(), new EmptyDataView(Host, TrainSchema), BindableMapper.Bind(Host, schema), schema);
        if (_names == ClassColumnNames.Usual)
        {
            return scorer;
        }

        // ML.NET names the classes of a column called Score only.
        BindableMapper = new RenamedBindable(BindableMapper, _names, scorer.OutputSchema[DefaultColumnNames.Score].Annotations);
        var arguments = new MulticlassClassificationScorer.Arguments { ScoreColumnName = _names.Score, PredictedLabelColumnName = _names.PredictedLabel };
        return new MulticlassClassificationScorer(Host, arguments, new EmptyDataView(Host, TrainSchema), BindableMapper.Bind(Host, schema), schema);
    }
}
