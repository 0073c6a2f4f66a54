using Microsoft.ML.Trainers;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.MLNet;

/// <summary>The options that all signal propagation trainers have. What is not set here has the engine's default.</summary>
public abstract class SignalPropagationOptions : TrainerInputBaseWithWeight
{
    private static readonly TrainingOptions s_training = new();
    private static readonly DenseSpec s_layer = new(1);

    private protected SignalPropagationOptions(NetworkSpec defaults)
    {
        Targets = defaults.Targets;
        Loss = defaults.Loss;
        TopK = defaults.TopK;
        Head = defaults.Head;
    }

    /// <summary>Units of each hidden layer, from the input on; each at least 1, at least one layer; default 256, 256.</summary>
    public int[] HiddenLayers { get; set; } = [256, 256];

    /// <summary>The non-linearity of <see cref="HiddenLayers"/>; default <see cref="Activation.LeakyReLU"/>.</summary>
    public Activation Activation { get; set; } = s_layer.Activation;

    /// <summary>Probability with which a unit of <see cref="HiddenLayers"/> is set to zero in training, in [0, 1); default 0.</summary>
    public float Dropout { get; set; } = s_layer.Dropout;

    /// <summary>Batch normalisation in <see cref="HiddenLayers"/>; default false.</summary>
    public bool BatchNormalization { get; set; } = s_layer.BatchNormalization;

    /// <summary>The layers themselves, of any kind, in place of <see cref="HiddenLayers"/>: for example
    /// <c>NetworkPresets.Layers(NetworkPreset.Convolutional, 0.5)</c>; null (default) for <see cref="HiddenLayers"/>.</summary>
    public IReadOnlyList<LayerSpec>? Layers { get; set; }

    /// <summary>The images' shape, where the features are images: channel by channel and row by row from the top left. Null (default) where they
    /// are no images.</summary>
    public ImageShape? Image { get; set; }

    /// <summary>The target generator; default target-only and learned.</summary>
    public TargetGeneratorSpec Targets { get; set; }

    /// <summary>How the layers' losses compare outputs with targets; default <see cref="LocalLossKind.Dot"/>, for regression
    /// <see cref="LocalLossKind.Expectation"/>.</summary>
    public LocalLossKind Loss { get; set; }

    /// <summary>The k of <see cref="LocalLossKind.PairsTopK"/>, at least 1 and at most the batch size; default 3.</summary>
    public int TopK { get; set; }

    /// <summary>What predicts from the last layer; default <see cref="HeadKind.Classifier"/>, for regression
    /// <see cref="HeadKind.NearestTarget"/>.</summary>
    public HeadKind Head { get; set; }

    /// <summary>How often every row is seen, at least 1; default 20.</summary>
    public int Epochs { get; set; } = s_training.Epochs;

    /// <summary>Rows a step, at least 1; 0 (default) for a 32nd of the rows, rounded down to a power of two, from 8 to
    /// 128.</summary>
    public int BatchSize { get; set; } = s_training.BatchSize;

    /// <summary>The recipe of every layer's own optimizer; default <see cref="AdamSpec"/>.</summary>
    public OptimizerSpec Optimizer { get; set; } = s_training.Optimizer;

    /// <summary>The step size, above 0; null (default) for the one of <see cref="Optimizer"/>, which is 0.001 for Adam.</summary>
    public float? LearningRate { get; set; }

    /// <summary>How much weights shrink, at least 0; null (default) for that of <see cref="Optimizer"/>, which is 0 for Adam.</summary>
    public float? WeightDecay { get; set; }

    /// <summary>How the learning rate changes over the epochs; default <see cref="LearningRateSchedule.Cosine"/>.</summary>
    public LearningRateSchedule Schedule { get; set; } = s_training.Schedule;

    /// <summary>The largest Euclidean norm of a layer's gradient, above which it is scaled down; 0 (default) for no limit.</summary>
    public float GradientClipNorm { get; set; } = s_training.GradientClipNorm;

    /// <summary>The part of the training rows, in [0, 1), held out by class to measure each epoch and to keep the best network;
    /// default 0.1, 0 for none. Not used where Fit is given a validation set.</summary>
    public double ValidationFraction { get; set; } = s_training.ValidationFraction;

    /// <summary>Epochs without a better validation loss after which training stops, at least 1; default 5, null never stops early.
    /// Without validation rows there is nothing to measure, and all epochs are done.</summary>
    public int? Patience { get; set; } = s_training.Patience;

    /// <summary>Whether probabilities, or the quantiles of a regression, are calibrated on the validation rows at the end, where there are at
    /// least 50; default true.</summary>
    public bool Calibrate { get; set; } = s_training.Calibrate;

    /// <summary>How images are varied each time they are seen; null (default) leaves them as they are. Needs <see cref="Image"/>.</summary>
    public ImageAugmentation? Augmentation { get; set; } = s_training.Augmentation;

    /// <summary>Whether the rows are read from the data view in every epoch, in its order and by one cursor, and not held in memory, which may then be
    /// smaller than the data; twice more before the first epoch. The rows held out stay in memory, at most 10,000, and so does a validation
    /// set; default false.</summary>
    public bool Streaming { get; set; }

    /// <summary>With <see cref="Streaming"/>: rows in memory, at least 1, of which the next to learn from is drawn at random; 0 (default) for
    /// 65,536.</summary>
    public int ShuffleBufferRows { get; set; } = s_training.ShuffleBuffer;

    /// <summary>Whether the model standardises the features (mean 0, standard deviation 1 over the training rows), in training and in
    /// prediction: each by itself, or each channel where <see cref="Image"/> is given; default true.</summary>
    public bool Standardize { get; set; } = true;

    /// <summary>Threads of the training, at least 1; 0 (default) for as many as the machine has. The result does not depend on
    /// it.</summary>
    public int Threads { get; set; } = s_training.Threads;

    /// <summary>Whether layers learn in parallel, each group of them on threads of its own; default <see cref="PipelineMode.Auto"/>: where it is
    /// faster. The result does not depend on it.</summary>
    public PipelineMode Pipeline { get; set; } = s_training.Pipeline;

    /// <summary>All randomness comes from here: the same seed gives the same model. Null (default) for the seed of the
    /// <see cref="Microsoft.ML.MLContext"/>, and where that has none, 0.</summary>
    public int? Seed { get; set; }

    /// <summary>Told a few times a second and at the end of every epoch how far training is, on the training thread; default
    /// null.</summary>
    public IProgress<TrainingProgress>? Progress { get; set; }

    /// <summary>Ends training after the step under way and keeps the best network so far; where it comes before the first step, while
    /// the rows are read, Fit throws <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>What a trainer adds to the network that these options ask for.</summary>
    internal abstract NetworkSpec Complete(NetworkSpec network);

    /// <summary>What a trainer adds to how these options train.</summary>
    internal virtual TrainingOptions Complete(TrainingOptions training) => training;

    /// <summary>What is wrong that neither network nor training know of, a sentence each.</summary>
    internal virtual IEnumerable<string> Errors() => [];
}
