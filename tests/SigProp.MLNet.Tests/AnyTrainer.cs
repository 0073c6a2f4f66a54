using Microsoft.ML;

namespace SigProp.MLNet.Tests;

/// <summary>A trainer of any task, for what all of them have to do alike, on the rows of <see cref="Blobs"/>.</summary>
/// <param name="Trainer">The trainer.</param>
/// <param name="Label">Its label column.</param>
/// <param name="Validated">Fits with a validation set.</param>
/// <param name="More">Goes on from the model of a transformer.</param>
/// <param name="MoreValidated">The same with a validation set.</param>
/// <param name="ModelOf">The engine's model of a transformer.</param>
internal sealed record AnyTrainer(
    IEstimator<ITransformer> Trainer,
    string Label,
    Func<IDataView, IDataView, ITransformer> Validated,
    Func<IDataView, ITransformer, ITransformer> More,
    Func<IDataView, IDataView, ITransformer, ITransformer> MoreValidated,
    Func<ITransformer, Model> ModelOf)
{
    public static readonly string[] Names =
    [
        "SignalPropagation", "SignalPropagation binary", "SignalPropagation regression", "SpikingSigProp", "SpikingSigProp binary", "ContinuousEP",
        "ContinuousEP binary",
    ];

    public ITransformer Fit(IDataView data) => Trainer.Fit(data);

    /// <summary>A trainer that is soon done.</summary>
    public static AnyTrainer Of(MLContext context, string name, Action<NetworkTrainerOptions>? change = null, string label = "Key")
    {
        var binary = context.BinaryClassification.Trainers;
        return name switch
        {
            "SignalPropagation binary" => Of(binary.SignalPropagation(Complete(new SignalPropagationBinaryTrainer.Options(), "IsAsh")), m => m.Model),
            "SpikingSigProp binary" => Of(binary.SpikingSigProp(Complete(new SpikingSigPropBinaryTrainer.Options(), "IsAsh")), m => m.Model),
            "ContinuousEP binary" => Of(binary.ContinuousEP(Complete(new ContinuousEPBinaryTrainer.Options(), "IsAsh")), m => m.Model),
            "SignalPropagation regression"
                => Of(context.Regression.Trainers.SignalPropagation(Complete(new SignalPropagationRegressionTrainer.Options(), "Number")), m => m.Model),
            _ => Of(Blobs.TrainerOf(context, name, label, change: o => Complete(o, label)), m => m.Model),
        };

        T Complete<T>(T options, string labelColumn)
            where T : NetworkTrainerOptions
        {
            options.LabelColumnName = labelColumn;
            options.HiddenLayers = [16];
            options.Epochs = 5;
            options.ValidationFraction = 0;
            if (options is LayeredTrainerOptions layered)
            {
                layered.LearningRate = 0.03f;
            }
            else if (options is ContinuousEPOptions states)
            {
                (states.BatchSize, states.LearningRates) = (8, [0.5f, 0.2f]);
            }

            change?.Invoke(options);
            return options;
        }
    }

    private static AnyTrainer Of<TTransformer, TModel>(SignalPropagationTrainerBase<TTransformer, TModel> trainer, Func<TModel, Model> model)
        where TTransformer : ISingleFeaturePredictionTransformer<TModel>
        where TModel : class
        => new(
            new Boxed<TTransformer>(trainer),
            trainer.LabelColumn.Name,
            (train, validation) => trainer.Fit(train, validation),
            (train, previous) => trainer.Fit(train, ((ISingleFeaturePredictionTransformer<TModel>)previous).Model),
            (train, validation, previous) => trainer.Fit(train, validation, ((ISingleFeaturePredictionTransformer<TModel>)previous).Model),
            transformer => model(((ISingleFeaturePredictionTransformer<TModel>)transformer).Model));

    /// <summary>An estimator whose transformer's type is not told.</summary>
    private sealed class Boxed<TTransformer>(IEstimator<TTransformer> trainer) : IEstimator<ITransformer>
        where TTransformer : ITransformer
    {
        public ITransformer Fit(IDataView input) => trainer.Fit(input);

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => trainer.GetOutputSchema(inputSchema);
    }
}
