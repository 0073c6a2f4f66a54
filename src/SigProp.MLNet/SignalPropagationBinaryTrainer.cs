using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using Transformer = SigProp.MLNet.SignalPropagationBinaryPredictionTransformer;

namespace SigProp.MLNet;

/// <summary>Trains a network by signal propagation to tell two classes apart: every layer learns at once, from a loss of its own, in one forward
/// pass, with no backpropagation.</summary>
/// <remarks>
/// <format type="text/markdown"><![CDATA[
/// To create this trainer, use `mlContext.BinaryClassification.Trainers.SignalPropagation()`.
///
/// ### Input and output columns
/// The label column is Boolean. The feature column is a vector of Single of known size. The weight column, if one is named, is Single. Rows with
/// a weight that is not above 0 and finite, or a feature that is NaN or infinite, are skipped in training, and a warning says how many.
/// With the option `MissingValues` at `Impute` NaN stands for a missing value, and such rows are learned from and answered.
///
/// | Output column | Type | Description |
/// | -- | -- | -- |
/// | `Score` | Single | The logarithm of the odds that the label is true; NaN where a feature is NaN or infinite |
/// | `Probability` | Single | The probability that the label is true, calibrated on the rows that training held out; NaN where `Score` is |
/// | `PredictedLabel` | Boolean | Whether `Score` is above 0; false where it is NaN |
///
/// ### Trainer characteristics
/// |  |  |
/// | -- | -- |
/// | Machine learning task | Binary classification |
/// | Is normalization required? | No: the model standardises the features itself |
/// | Is caching required? | No: the data is read once, into memory |
/// | Required NuGet in addition to Microsoft.ML | SigProp.MLNet; with a `Device` other than `Managed` SigProp.TorchSharp and one with libtorch |
/// | Exportable to ONNX | Yes |
/// ]]></format>
/// </remarks>
public sealed partial class SignalPropagationBinaryTrainer : SignalPropagationTrainerBase<Transformer, SignalPropagationBinaryModelParameters>
{
    internal SignalPropagationBinaryTrainer(IHostEnvironment environment, Options options)
        : this(environment, TrainerSettings.From(options))
    {
    }

    private SignalPropagationBinaryTrainer(IHostEnvironment environment, TrainerSettings settings)
        : base(
            environment, "SignalPropagationBinary", settings, BinaryLabelReader.Instance,
            TrainerUtils.MakeBoolScalarLabel(settings.LabelColumn))
    {
    }

    private protected override PredictionKind PredictionKind => PredictionKind.BinaryClassification;

    private protected override SchemaShape.Column[] GetOutputColumnsCore(SchemaShape inputSchema) => OutputColumns.OfBinary();

    private protected override Transformer MakeTransformer(SignalPropagationBinaryModelParameters model, DataViewSchema trainSchema)
        => new(Host, model, trainSchema, FeatureColumn.Name);

    private protected override SignalPropagationBinaryModelParameters CreateModel(Model model) => new(Host, model);

    private protected override Model ModelOf(SignalPropagationBinaryModelParameters model) => model.Model;
}
