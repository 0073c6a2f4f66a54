using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.MLNet;

/// <summary>The options that the trainers of networks of layers have, each of which learns by its own optimizer. What is not set here has the
/// engine's default.</summary>
public abstract class LayeredTrainerOptions : NetworkTrainerOptions
{
    private static readonly TrainingOptions s_training = new();
    private static readonly DenseSpec s_layer = new(1);

    private protected LayeredTrainerOptions(NetworkSpec defaults) => Targets = defaults.Targets;

    /// <summary>Probability with which a unit of <see cref="NetworkTrainerOptions.HiddenLayers"/> is set to zero in training, in [0, 1);
    /// default 0, and 0.2 of the trainers <c>SignalPropagation</c>.</summary>
    public float Dropout { get; set; } = s_layer.Dropout;

    /// <summary>Batch normalisation in <see cref="NetworkTrainerOptions.HiddenLayers"/>; default false.</summary>
    public bool BatchNormalization { get; set; } = s_layer.BatchNormalization;

    /// <summary>The layers themselves, of any kind, in place of <see cref="NetworkTrainerOptions.HiddenLayers"/>: for example
    /// <c>NetworkPresets.Layers(NetworkPreset.Convolutional, 0.5)</c>; null (default) for <see cref="NetworkTrainerOptions.HiddenLayers"/>.</summary>
    public IReadOnlyList<LayerSpec>? Layers { get; set; }

    /// <summary>The images' shape, where the features are images: channel by channel and row by row from the top left. Null (default) where they
    /// are no images.</summary>
    public ImageShape? Image { get; set; }

    /// <summary>The target generator; default target-only and learned.</summary>
    public TargetGeneratorSpec Targets { get; set; }

    /// <summary>The recipe of every layer's own optimizer; default <see cref="AdamSpec"/>.</summary>
    public OptimizerSpec Optimizer { get; set; } = s_training.Optimizer;

    /// <summary>The step size, above 0; null (default) for the one of <see cref="Optimizer"/>, which is 0.001 for Adam.</summary>
    public float? LearningRate { get; set; }

    /// <summary>How much weights shrink, at least 0; null (default) for that of <see cref="Optimizer"/>, which is 0 for Adam.</summary>
    public float? WeightDecay { get; set; }

    /// <summary>Over how many epochs, at least 0, parameters are averaged, step by step: the network measured and kept is the average, in which a step counts
    /// 1/e of what the last one does after so many epochs; 0 for no average. Null (default) for none, and 2 of the trainers <c>SignalPropagation</c>, unless
    /// <see cref="Precision"/> is of 16 bits, where there can be none.</summary>
    public double? WeightAveraging { get; set; }

    /// <summary>The largest Euclidean norm of a layer's gradient, above which it is scaled down; 0 (default) for no limit.</summary>
    public float GradientClipNorm { get; set; } = s_training.GradientClipNorm;

    /// <summary>How images are varied each time they are seen; null (default) leaves them as they are. Needs <see cref="Image"/>.</summary>
    public ImageAugmentation? Augmentation { get; set; } = s_training.Augmentation;

    /// <summary>Whether layers learn in parallel, each group of them on threads of its own; default <see cref="PipelineMode.Auto"/>: where it is
    /// faster. The result does not depend on it.</summary>
    public PipelineMode Pipeline { get; set; } = s_training.Pipeline;

    /// <summary>In how many bits the network learns; default <see cref="TrainingPrecision.Single"/>: 32. In 16 parameters and moments take half the
    /// memory, and the largest layer's parameters once more in 32; nothing is pipelined then. By libtorch (<see cref="Device"/>) products and signals are of 16 bits, and
    /// parameters stay in 32.</summary>
    public TrainingPrecision Precision { get; set; } = s_training.Precision;

    /// <summary>What the network is trained on; default <see cref="TrainingDevice.Managed"/>: the managed engine, which needs no other package.
    /// <see cref="TrainingDevice.Cpu"/> and <see cref="TrainingDevice.Cuda"/> need the package SigProp.TorchSharp and one with libtorch (TorchSharp-cpu, or for a GPU
    /// TorchSharp-cuda-linux or TorchSharp-cuda-windows) in the application, and Fit refuses them before it reads a row where one is not there.
    /// <see cref="TrainingDevice.Auto"/> trains on a GPU where all of that is there, and by the managed engine where it is not. The trained model is the same
    /// kind from everywhere, and scoring needs no other package.</summary>
    public TrainingDevice Device { get; set; } = TrainingDevice.Managed;

    /// <summary>How the network learns; for comparisons of signal propagation with other rules on the same layers.</summary>
    internal LearningRuleKind Rule { get; set; } = s_training.Rule;

    internal override TrainingDevice TrainedOn => Device;

    /// <summary>The epochs to average over where <see cref="WeightAveraging"/> does not say; null for no average.</summary>
    private protected virtual double? AveragingThatSuits => null;

    /// <summary>What dense layers made of <see cref="NetworkTrainerOptions.HiddenLayers"/> look like.</summary>
    private protected virtual DenseSpec DenseLayer => s_layer with { Dropout = Dropout, BatchNormalization = BatchNormalization };

    /// <summary>What they look like where no option is changed.</summary>
    private protected virtual DenseSpec DefaultLayer => s_layer;

    /// <summary>The options that <see cref="DenseLayer"/> is made of.</summary>
    private protected virtual string NamesOfLayerOptions => "Dropout and BatchNormalization";

    internal override NetworkSpec ToNetwork() => new()
    {
        Inputs = InputsOf(Image),
        Classes = 2,
        Image = Image,
        Layers = Layers ?? [.. (HiddenLayers ?? []).Select(units => DenseLayer with { Units = units })],
        Targets = Targets,
    };

    internal override TrainingOptions ToTraining() => base.ToTraining() with
    {
        Rule = Rule,
        Optimizer = Optimizer is null ? null! : Optimizer with
        {
            LearningRate = LearningRate ?? Optimizer.LearningRate,
            WeightDecay = WeightDecay ?? Optimizer.WeightDecay,
        },
        WeightAveraging = (WeightAveraging ?? AveragingThatSuits) is double epochs and > 0 ? epochs : null,
        GradientClipNorm = GradientClipNorm,
        Augmentation = Augmentation,
        Pipeline = Pipeline,
        Precision = Precision,
    };

    internal override IEnumerable<string> Errors()
    {
        if (WeightAveraging is double epochs && !(epochs >= 0 && double.IsFinite(epochs)))
        {
            yield return $"WeightAveraging is {epochs}; it must be at least 0, where 0 means no average, or null for what suits the trainer.";
        }

        if (!Enum.IsDefined(Device))
        {
            yield return $"Device {(int)Device} is unknown; choose {string.Join(", ", Enum.GetNames<TrainingDevice>())}.";
        }

        if (Layers is not null && DenseLayer != DefaultLayer)
        {
            yield return $"{NamesOfLayerOptions} are those of HiddenLayers, and Layers takes their place; set them in each layer.";
        }

        if (Augmentation is not null && Image is null)
        {
            yield return "Augmentation varies images; set Image to their shape.";
        }
    }

    /// <summary>The features of an image; 1, to be replaced, where there is none, or one that will be found to be impossible.</summary>
    private static int InputsOf(ImageShape? image)
        => image is { Channels: > 0, Height: > 0, Width: > 0 } && (decimal)image.Channels * image.Height * image.Width <= Array.MaxLength
            ? image.Size
            : 1;
}
