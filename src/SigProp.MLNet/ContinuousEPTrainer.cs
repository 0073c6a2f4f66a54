using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using Transformer = SigProp.MLNet.SignalPropagationPredictionTransformer;

namespace SigProp.MLNet;

/// <summary>Trains a network of coupled states that settle in continuous time to predict one of several classes: equilibrium propagation with a
/// feedback loop, and a Hebbian rule. No error is sent back through the weights.</summary>
/// <remarks>
/// <format type="text/markdown"><![CDATA[
/// To create this trainer, use `mlContext.MulticlassClassification.Trainers.ContinuousEP()`.
///
/// ### Input and output columns
/// The label column is a key, or holds whole numbers from 0 as Single or Double. The feature column is a vector of Single of known size.
/// The weight column, if one is named, is Single. Rows with a missing label, a weight that is not above 0 and finite, or a feature that is NaN
/// or infinite are skipped in training, and a warning says how many.
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
public sealed partial class ContinuousEPTrainer : SignalPropagationTrainerBase<Transformer, SignalPropagationModelParameters>
{
    internal ContinuousEPTrainer(IHostEnvironment environment, Options options)
        : this(environment, TrainerSettings.From(options))
    {
    }

    private ContinuousEPTrainer(IHostEnvironment environment, TrainerSettings settings)
        : base(
            environment, "ContinuousEP", settings, ClassLabelReader.Instance,
            TrainerUtils.MakeU4ScalarColumn(settings.LabelColumn))
    {
    }

    private protected override PredictionKind PredictionKind => PredictionKind.MulticlassClassification;

    private protected override SchemaShape.Column[] GetOutputColumnsCore(SchemaShape inputSchema)
        => OutputColumns.OfMulticlass(inputSchema, LabelColumn.Name, withDepth: false);

    private protected override Transformer MakeTransformer(SignalPropagationModelParameters model, DataViewSchema trainSchema)
        => new(Host, model, trainSchema, FeatureColumn.Name, LabelColumn.Name);

    private protected override SignalPropagationModelParameters CreateModel(Model model) => new(Host, model, exit: default);
}
