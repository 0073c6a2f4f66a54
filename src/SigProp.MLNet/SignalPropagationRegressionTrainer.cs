using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using Transformer = SigProp.MLNet.SignalPropagationRegressionPredictionTransformer;

namespace SigProp.MLNet;

/// <summary>Trains a network by signal propagation to predict a value, and how far it may be off: every layer learns at once, from a loss of its
/// own, in one forward pass, with no backpropagation.</summary>
/// <remarks>
/// <format type="text/markdown"><![CDATA[
/// To create this trainer, use `mlContext.Regression.Trainers.SignalPropagation()`.
///
/// ### Input and output columns
/// The label column is Single. The feature column is a vector of Single of known size. The weight column, if one is named, is Single. Rows with
/// a label that is NaN or infinite, a weight that is not above 0 and finite, or a feature that is NaN or infinite are skipped in training, and a
/// warning says how many. With the option `MissingValues` at `Impute` NaN stands for a missing value, and such rows are learned from and answered.
///
/// | Output column | Type | Description |
/// | -- | -- | -- |
/// | `Score` | Single | The predicted value; NaN where a feature is NaN or infinite |
/// | `Quantiles` | Vector of Single | With `Quantiles` in the options only: the value below which the label lies with each of these probabilities, calibrated on the rows that training held out; all NaN where `Score` is |
///
/// ### Trainer characteristics
/// |  |  |
/// | -- | -- |
/// | Machine learning task | Regression |
/// | Is normalization required? | No: the model standardises features and label itself |
/// | Is caching required? | No: the data is read once, into memory |
/// | Required NuGet in addition to Microsoft.ML | SigProp.MLNet; with a `Device` other than `Managed` SigProp.TorchSharp and one with libtorch |
/// | Exportable to ONNX | Yes, but for `Quantiles` |
/// ]]></format>
/// </remarks>
public sealed partial class SignalPropagationRegressionTrainer
    : SignalPropagationTrainerBase<Transformer, SignalPropagationRegressionModelParameters>
{
    private readonly double[] _quantiles;

    internal SignalPropagationRegressionTrainer(IHostEnvironment environment, Options options)
        : this(environment, TrainerSettings.From(options)) => _quantiles = [.. options.Quantiles ?? []];

    private SignalPropagationRegressionTrainer(IHostEnvironment environment, TrainerSettings settings)
        : base(
            environment, "SignalPropagationRegression", settings, ValueLabelReader.Instance,
            TrainerUtils.MakeR4ScalarColumn(settings.LabelColumn)) => _quantiles = [];

    private protected override PredictionKind PredictionKind => PredictionKind.Regression;

    private protected override SchemaShape.Column[] GetOutputColumnsCore(SchemaShape inputSchema)
        => OutputColumns.OfRegression(_quantiles.Length > 0);

    private protected override Transformer MakeTransformer(SignalPropagationRegressionModelParameters model, DataViewSchema trainSchema)
        => new(Host, model, trainSchema, FeatureColumn.Name);

    private protected override SignalPropagationRegressionModelParameters CreateModel(Model model) => new(Host, model, _quantiles);

    private protected override Model ModelOf(SignalPropagationRegressionModelParameters model) => model.Model;
}
