using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using Transformer = SigProp.MLNet.SignalPropagationPredictionTransformer;

namespace SigProp.MLNet;

/// <summary>Trains a network by signal propagation to predict one of several classes: every layer learns at once, from a loss of its own,
/// in one forward pass, with no backpropagation.</summary>
/// <remarks>
/// <format type="text/markdown"><![CDATA[
/// To create this trainer, use `mlContext.MulticlassClassification.Trainers.SignalPropagation()`.
///
/// ### Input and output columns
/// The label column is a key, or holds whole numbers from 0 as Single or Double. The feature column is a vector of Single of known size.
/// The weight column, if one is named, is Single. Rows with a missing label, a weight that is not above 0 and finite, or a feature that is NaN
/// or infinite are skipped in training, and a warning says how many.
/// With the option `MissingValues` at `Impute` NaN stands for a missing value, and such rows are learned from and answered.
///
/// | Output column | Type | Description |
/// | -- | -- | -- |
/// | `Score` | Vector of Single | The probabilities of the classes, which sum to 1; all NaN where a feature is NaN or infinite. With `TreeBudget` 1 for the class found |
/// | `PredictedLabel` | Key | The most probable class, with the label's key values; the missing key where `Score` is NaN |
/// | `Depth` | Int32 | With `EarlyExitMargin` or `ExitLayer` only: the layer that answered, from 1; one more than there are for the head; 0 where `Score` is NaN |
///
/// ### Trainer characteristics
/// |  |  |
/// | -- | -- |
/// | Machine learning task | Multiclass classification |
/// | Is normalization required? | No: the model standardises the features itself |
/// | Is caching required? | No: the data is read once, into memory |
/// | Required NuGet in addition to Microsoft.ML | SigProp.MLNet; with a `Device` other than `Managed` SigProp.TorchSharp and one with libtorch |
/// | Exportable to ONNX | Yes, but for `TreeBudget` |
/// ]]></format>
/// </remarks>
public sealed partial class SignalPropagationTrainer : SignalPropagationTrainerBase<Transformer, SignalPropagationModelParameters>
{
    private readonly Exit _exit;

    internal SignalPropagationTrainer(IHostEnvironment environment, Options options)
        : this(environment, TrainerSettings.From(options)) => _exit = options.Exit;

    private SignalPropagationTrainer(IHostEnvironment environment, TrainerSettings settings)
        : base(
            environment, "SignalPropagation", settings, ClassLabelReader.Instance,
            TrainerUtils.MakeU4ScalarColumn(settings.LabelColumn))
    {
    }

    private protected override PredictionKind PredictionKind => PredictionKind.MulticlassClassification;

    private protected override SchemaShape.Column[] GetOutputColumnsCore(SchemaShape inputSchema)
        => OutputColumns.OfMulticlass(inputSchema, LabelColumn.Name, _exit.HasDepth);

    private protected override Transformer MakeTransformer(SignalPropagationModelParameters model, DataViewSchema trainSchema)
        => new(Host, model, trainSchema, FeatureColumn.Name, LabelColumn.Name);

    private protected override SignalPropagationModelParameters CreateModel(Model model) => new(Host, model, _exit);

    private protected override Model ModelOf(SignalPropagationModelParameters model) => model.Model;
}
