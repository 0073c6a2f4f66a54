using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using Transformer = SigProp.MLNet.SignalPropagationPredictionTransformer;

namespace SigProp.MLNet;

/// <summary>Trains a network of spiking neurons by signal propagation to predict one of several classes. The spike is never differentiated, and
/// nothing goes back through layers or through time.</summary>
/// <remarks>
/// <format type="text/markdown"><![CDATA[
/// To create this trainer, use `mlContext.MulticlassClassification.Trainers.SpikingSigProp()`.
///
/// ### Input and output columns
/// The label column is a key, or holds whole numbers from 0 as Single or Double. The feature column is a vector of Single of known size.
/// The weight column, if one is named, is Single. Rows with a missing label, a weight that is not above 0 and finite, or a feature that is NaN
/// or infinite are skipped in training, and a warning says how many.
/// With the option `MissingValues` at `Impute` NaN stands for a missing value, and such rows are learned from and answered.
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
/// | Is normalization required? | No: the model standardises the features itself, or scales them to [0, 1] for codes that need it |
/// | Is caching required? | No: the data is read once, into memory |
/// | Required NuGet in addition to Microsoft.ML | SigProp.MLNet; with a `Device` other than `Managed` SigProp.TorchSharp and one with libtorch |
/// | Exportable to ONNX | No |
/// ]]></format>
/// </remarks>
public sealed partial class SpikingSigPropTrainer : SignalPropagationTrainerBase<Transformer, SignalPropagationModelParameters>
{
    internal SpikingSigPropTrainer(IHostEnvironment environment, Options options)
        : this(environment, TrainerSettings.From(options))
    {
    }

    private SpikingSigPropTrainer(IHostEnvironment environment, TrainerSettings settings)
        : base(
            environment, "SpikingSigProp", settings, ClassLabelReader.Instance,
            TrainerUtils.MakeU4ScalarColumn(settings.LabelColumn))
    {
    }

    private protected override PredictionKind PredictionKind => PredictionKind.MulticlassClassification;

    private protected override SchemaShape.Column[] GetOutputColumnsCore(SchemaShape inputSchema)
        => OutputColumns.OfMulticlass(inputSchema, LabelColumn.Name, withDepth: false);

    private protected override Transformer MakeTransformer(SignalPropagationModelParameters model, DataViewSchema trainSchema)
        => new(Host, model, trainSchema, FeatureColumn.Name, LabelColumn.Name);

    private protected override SignalPropagationModelParameters CreateModel(Model model) => new(Host, model, exit: default);

    private protected override Model ModelOf(SignalPropagationModelParameters model) => model.Model;
}
