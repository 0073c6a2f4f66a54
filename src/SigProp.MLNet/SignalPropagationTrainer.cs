using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using SigProp.Data;
using SigProp.Training;
using Transformer = Microsoft.ML.Data.MulticlassPredictionTransformer<SigProp.MLNet.SignalPropagationModelParameters>;

namespace SigProp.MLNet;

/// <summary>Trains a network by signal propagation to predict one of several classes: every layer learns at once, from a loss of its own,
/// in one forward pass, with no backpropagation.</summary>
/// <remarks>
/// <format type="text/markdown"><![CDATA[
/// To create this trainer, use `mlContext.MulticlassClassification.Trainers.SignalPropagation()`.
///
/// ### Input and output columns
/// The label column is a key, or holds whole numbers from 0 as Single or Double. The feature column is a vector of Single of known size.
/// Rows with a missing label, or with a feature that is NaN or infinite, are skipped in training, and a warning says how many.
///
/// | Output column | Type | Description |
/// | -- | -- | -- |
/// | `Score` | Vector of Single | The probabilities of the classes, which sum to 1; all NaN where a feature is NaN or infinite |
/// | `PredictedLabel` | Key | The most probable class, with the label's key values; the missing key where `Score` is NaN |
///
/// ### Trainer characteristics
/// |  |  |
/// | -- | -- |
/// | Machine learning task | Multiclass classification |
/// | Is normalization required? | No: the model standardises the features itself |
/// | Is caching required? | No: the data is read once, into memory |
/// | Required NuGet in addition to Microsoft.ML | SigProp.MLNet |
/// | Exportable to ONNX | No |
/// ]]></format>
/// </remarks>
public sealed partial class SignalPropagationTrainer : TrainerEstimatorBase<Transformer, SignalPropagationModelParameters>
{
    internal const string LoadName = "SignalPropagation";

    private static readonly TrainerInfo s_info = new(normalization: false, calibration: false, caching: false, supportValid: true);

    private readonly TrainerSettings _settings;

    internal SignalPropagationTrainer(IHostEnvironment environment, Options options)
        : this(environment.Register(LoadName), TrainerSettings.From(options))
    {
    }

    private SignalPropagationTrainer(IHost host, TrainerSettings settings)
        : base(host, TrainerUtils.MakeR4VecFeature(settings.FeatureColumn), TrainerUtils.MakeU4ScalarColumn(settings.LabelColumn))
    {
        _settings = settings;
    }

    /// <summary>What the trainer asks for: neither normalised nor cached data.</summary>
    public override TrainerInfo Info => s_info;

    private protected override PredictionKind PredictionKind => PredictionKind.MulticlassClassification;

    /// <summary>Trains on <paramref name="trainData"/> and keeps the network of the epoch with the least loss on
    /// <paramref name="validationData"/>.</summary>
    /// <param name="trainData">The rows to learn from.</param>
    /// <param name="validationData">The rows to measure each epoch on; of the same columns.</param>
    /// <exception cref="ArgumentException">A column is missing or has the wrong type, a label is no class, or there is one class only.</exception>
    /// <exception cref="InvalidOperationException">No row can be used.</exception>
    /// <exception cref="OperationCanceledException">The context's execution was cancelled.</exception>
    /// <exception cref="DivergenceException">A loss became NaN or infinite.</exception>
    public Transformer Fit(IDataView trainData, IDataView validationData)
    {
        ArgumentNullException.ThrowIfNull(trainData);
        ArgumentNullException.ThrowIfNull(validationData);
        return TrainTransformer(trainData, validationData);
    }

    private protected override void CheckLabelCompatible(SchemaShape.Column labelCol)
    {
        if (!LabelReader.IsSuitable(labelCol))
        {
            throw Host.ExceptSchemaMismatch(
                nameof(labelCol), "label", LabelColumn.Name, LabelReader.SuitableTypes, labelCol.GetTypeString());
        }
    }

    private protected override SchemaShape.Column[] GetOutputColumnsCore(SchemaShape inputSchema)
        => OutputColumns.Of(inputSchema, LabelColumn.Name);

    private protected override Transformer MakeTransformer(SignalPropagationModelParameters model, DataViewSchema trainSchema)
        => new(Host, model, trainSchema, FeatureColumn.Name, LabelColumn.Name);

    private protected override SignalPropagationModelParameters TrainModelCore(TrainContext trainContext)
    {
        using IChannel channel = Host.Start("Training");
        var reader = new RowReader(Host, channel, _settings.CancellationToken);
        LabeledRows rows = reader.Read(trainContext.TrainingSet, "training");
        LabeledRows? validation = trainContext.ValidationSet is null ? null : reader.Read(trainContext.ValidationSet, "validation", rows);

        StandardScaling? scaling = _settings.Standardize ? StandardScaling.Fit(rows.Features, rows.Width) : null;
        scaling?.Apply(rows.Features);
        if (validation is not null)
        {
            scaling?.Apply(validation.Features);
        }

        var trainer = new Trainer(_settings.Training with { Seed = _settings.Seed ?? ((IHostEnvironmentInternal)Host).Seed ?? 0 });
        TrainingResult result = trainer.Train(
            _settings.Network with { Inputs = rows.Width, Classes = rows.ClassCount },
            rows.ToDataset(),
            validation?.ToDataset(),
            new TrainingMonitor(Host, channel, _settings.Progress),
            _settings.CancellationToken);
        if (result.Report.StopReason == StopReason.Cancelled)
        {
            channel.Warning($"Training was cancelled in epoch {result.Report.Epochs.Count + 1} of {trainer.Options.Epochs}; the best network so far is kept.");
        }

        return new SignalPropagationModelParameters(Host, new Model(result.Network, rows.ClassNames, scaling, result.Report));
    }
}
