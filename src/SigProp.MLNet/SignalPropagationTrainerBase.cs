using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using SigProp.Data;
using SigProp.Training;

namespace SigProp.MLNet;

/// <summary>What the signal propagation trainers have in common: they read the data once, train a network and make a model of it.</summary>
/// <typeparam name="TTransformer">What Fit returns.</typeparam>
/// <typeparam name="TModel">The model in it.</typeparam>
public abstract class SignalPropagationTrainerBase<TTransformer, TModel> : TrainerEstimatorBase<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private static readonly TrainerInfo s_info = new(normalization: false, calibration: false, caching: false, supportValid: true, supportIncrementalTrain: true);

    private readonly TrainerSettings _settings;
    private readonly LabelReader _labels;

    private protected SignalPropagationTrainerBase(
        IHostEnvironment environment, string name, TrainerSettings settings, LabelReader labels, SchemaShape.Column label)
        : base(
            environment.Register(name),
            TrainerUtils.MakeR4VecFeature(settings.FeatureColumn),
            label,
            TrainerUtils.MakeR4ScalarWeightColumn(settings.WeightColumn))
    {
        _settings = settings;
        _labels = labels;
    }

    /// <summary>What the trainer asks for: neither normalised nor cached data.</summary>
    public override TrainerInfo Info => s_info;

    /// <summary>How many layers the network will have before its output.</summary>
    internal int HiddenLayers => _settings.Network.Layers.OfType<LearningLayerSpec>().Count();

    /// <summary>Trains on <paramref name="trainData"/> and keeps the network of the epoch with the least loss on
    /// <paramref name="validationData"/>.</summary>
    /// <param name="trainData">The rows to learn from.</param>
    /// <param name="validationData">The rows to measure each epoch on; of the same columns.</param>
    /// <exception cref="ArgumentException">A column is missing or has the wrong type, a label is unsuitable, or all labels are the
    /// same.</exception>
    /// <exception cref="InvalidOperationException">No row can be used.</exception>
    /// <exception cref="PlatformNotSupportedException">What the option <c>Device</c> asks for is not there.</exception>
    /// <exception cref="OperationCanceledException">The context's execution was cancelled.</exception>
    /// <exception cref="DivergenceException">A loss became NaN or infinite.</exception>
    public TTransformer Fit(IDataView trainData, IDataView validationData)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        ArgumentNullException.ThrowIfNull(validationData);
        return TrainTransformer(trainData, validationData);
    }

    /// <summary>Goes on training a model on new rows alone, as <see cref="Fit(IDataView, IDataView, TModel)"/> does, without a validation set.</summary>
    /// <inheritdoc cref="Fit(IDataView, IDataView, TModel)"/>
    public TTransformer Fit(IDataView trainData, TModel previousModel)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        ArgumentNullException.ThrowIfNull(previousModel);
        return TrainTransformer(trainData, initPredictor: (IPredictor)previousModel);
    }

    /// <summary>Goes on training a model on new rows alone: its network, which the trainer's options must ask for, learns from where it ended. What features
    /// go through, such as standardisation, stays as the model has it, and so do the classes, unless the options add some. The model
    /// itself stays as it is.</summary>
    /// <remarks>
    /// <para>For many small updates set <see cref="NetworkTrainerOptions.Epochs"/> to 1 or a few,
    /// <see cref="NetworkTrainerOptions.ValidationFraction"/> to 0, and a learning rate below that of the first training; what earlier rows have
    /// shown about the probabilities is kept. A few old rows among the new ones keep the old from being forgotten. The optimizer starts afresh, unless
    /// the model was trained with <see cref="NetworkTrainerOptions.KeepTrainingState"/>.</para>
    /// <para>The model is the <c>Model</c> of what Fit returns; of a pipeline, or of a file that <c>mlContext.Model.Load</c> has read, the
    /// <c>LastTransformer</c> of its <c>TransformerChain</c> holds it:
    /// <c>((ISingleFeaturePredictionTransformer&lt;SignalPropagationModelParameters&gt;)((TransformerChain&lt;ITransformer&gt;)loaded).LastTransformer).Model</c>.
    /// The new rows go through the transformers before it, which are fitted already: the same <c>MapValueToKey</c>, say.</para>
    /// </remarks>
    /// <param name="trainData">The new rows, which may be few and of one class.</param>
    /// <param name="validationData">The rows to measure each epoch on; of the same columns.</param>
    /// <param name="previousModel">The model to go on from.</param>
    /// <exception cref="ArgumentException">A column is missing or has the wrong type, a label is unsuitable, or features, classes, network or optimizer are
    /// not those of the model.</exception>
    /// <exception cref="InvalidOperationException">No row can be used.</exception>
    /// <exception cref="PlatformNotSupportedException">What the option <c>Device</c> asks for is not there.</exception>
    /// <exception cref="OperationCanceledException">The context's execution was cancelled.</exception>
    /// <exception cref="DivergenceException">A loss became NaN or infinite.</exception>
    public TTransformer Fit(IDataView trainData, IDataView validationData, TModel previousModel)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        ArgumentNullException.ThrowIfNull(validationData);
        ArgumentNullException.ThrowIfNull(previousModel);
        return TrainTransformer(trainData, validationData, (IPredictor)previousModel);
    }

    private protected override void CheckLabelCompatible(SchemaShape.Column labelCol)
    {
        if (!_labels.IsSuitable(labelCol))
        {
            throw Host.ExceptSchemaMismatch(
                nameof(labelCol), "label", LabelColumn.Name, _labels.SuitableTypes, labelCol.GetTypeString());
        }
    }

    /// <summary>Makes ML.NET's model of a trained one.</summary>
    private protected abstract TModel CreateModel(Model model);

    /// <summary>The trained model in ML.NET's.</summary>
    private protected abstract Model ModelOf(TModel model);

    private protected override TModel TrainModelCore(TrainContext trainContext)
    {
        using IChannel channel = Host.Start("Training");
        PreviousModel? previous = trainContext.InitialPredictor is TModel model ? new PreviousModel(ModelOf(model)) : null;
        previous?.CheckNetwork(_settings.Network);
        DeviceTrainers trainers = DeviceTrainers.Find(_settings.Device);
        trainers.Check(_settings.Network, _settings.Training);
        KnownRows? known = previous?.Known(_settings.Training.AddClasses);
        var learner = new EncodingLearner(_settings, previous);
        var reader = new RowReader(Host, channel, _labels, _settings.Network.Image, learner.AcceptsMissing, _settings.CancellationToken);
        DataViewSource? source = null;
        LabeledRows rows;
        FeatureEncoding? encoding;
        if (_settings.Streaming)
        {
            (source, rows, encoding) = reader.Stream(trainContext.TrainingSet, known, learner, Host.CheckAlive);
        }
        else
        {
            rows = reader.Read(trainContext.TrainingSet, "training", known);
            encoding = learner.Fit(rows);
        }

        known = new KnownRows(rows.Width, rows.ClassNames);
        Dataset? validation = trainContext.ValidationSet is null ? null
            : reader.Read(trainContext.ValidationSet, "validation", known).Encode(encoding).ToDataset();
        rows = rows.Encode(encoding);

        Trainer trainer = trainers.Create(_settings.Training with
        {
            Seed = _settings.Seed ?? ((IHostEnvironmentInternal)Host).Seed ?? 0,
            Epochs = _settings.EpochsFor(source is null ? rows.Labels.Length : null, validation is not null || _settings.Training.ValidationFraction > 0),
        });
        NetworkSpec spec = _settings.Network with { Inputs = rows.Width, Classes = rows.ClassCount };
        var monitor = new TrainingMonitor(Host, channel, _labels.AreClasses ? "accuracy" : "R2", _settings.Progress);
        TrainingResult result = (source, previous) switch
        {
            (null, null) => trainer.Train(spec, rows.ToDataset(), validation, monitor, _settings.CancellationToken),
            (null, _) => previous.Train(trainer, rows.ToDataset(), validation, monitor, _settings.CancellationToken),
            (_, null) => trainer.Train(spec, source, validation, monitor, _settings.CancellationToken),
            _ => previous.Train(trainer, source, validation, monitor, _settings.CancellationToken),
        };
        if (result.Report.StopReason == StopReason.Cancelled)
        {
            channel.Warning($"Training was cancelled in epoch {result.Report.Epochs.Count + 1} of {trainer.Options.Epochs}; "
                + "the best network so far is kept.");
        }

        if (trainers.Describe(trainer, result.Report) is string line)
        {
            channel.Info(line);
        }

        return CreateModel(new Model(result.Network, rows.ClassNames, encoding, result.Report, _settings.KeepsState ? result.State : null));
    }
}
