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
    private static readonly TrainerInfo s_info = new(normalization: false, calibration: false, caching: false, supportValid: true);

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
    /// <exception cref="OperationCanceledException">The context's execution was cancelled.</exception>
    /// <exception cref="DivergenceException">A loss became NaN or infinite.</exception>
    public TTransformer Fit(IDataView trainData, IDataView validationData)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        ArgumentNullException.ThrowIfNull(validationData);
        return TrainTransformer(trainData, validationData);
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

    private protected override TModel TrainModelCore(TrainContext trainContext)
    {
        using IChannel channel = Host.Start("Training");
        var reader = new RowReader(Host, channel, _labels, _settings.Network.Image, _settings.CancellationToken);
        DataViewSource? source = null;
        LabeledRows rows;
        FeatureEncoding? encoding;
        if (_settings.Streaming)
        {
            (source, rows, encoding) = reader.Stream(trainContext.TrainingSet, _settings.Standardize, _settings.UnitRange, Host.CheckAlive);
        }
        else
        {
            rows = reader.Read(trainContext.TrainingSet, "training");
            encoding = _settings.Standardize ? FeatureScaling.Fit(rows.Features, rows.Width, _settings.Network.Image, _settings.UnitRange) : null;
        }

        LabeledRows? validation = trainContext.ValidationSet is null ? null : reader.Read(trainContext.ValidationSet, "validation", rows).Encode(encoding);
        rows = rows.Encode(encoding);

        var trainer = new Trainer(_settings.Training with { Seed = _settings.Seed ?? ((IHostEnvironmentInternal)Host).Seed ?? 0 });
        NetworkSpec spec = _settings.Network with { Inputs = rows.Width, Classes = rows.ClassCount };
        var monitor = new TrainingMonitor(Host, channel, _labels.AreClasses ? "accuracy" : "R2", _settings.Progress);
        TrainingResult result = source is null
            ? trainer.Train(spec, rows.ToDataset(), validation?.ToDataset(), monitor, _settings.CancellationToken)
            : trainer.Train(spec, source, validation?.ToDataset(), monitor, _settings.CancellationToken);
        if (result.Report.StopReason == StopReason.Cancelled)
        {
            channel.Warning($"Training was cancelled in epoch {result.Report.Epochs.Count + 1} of {trainer.Options.Epochs}; "
                + "the best network so far is kept.");
        }

        return CreateModel(new Model(result.Network, rows.ClassNames, encoding, result.Report));
    }
}
