using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.MLNet;

/// <summary>A trainer's options, checked and fixed. Inputs and classes of the network are known once the data is.</summary>
internal sealed record TrainerSettings
{
    private TrainerSettings(NetworkSpec network, TrainingOptions training)
    {
        Network = network;
        Training = training;
    }

    /// <summary>The network, with inputs and classes still to be set.</summary>
    public NetworkSpec Network { get; }

    /// <summary>How to train, with the seed still to be set.</summary>
    public TrainingOptions Training { get; }

    public required string LabelColumn { get; init; }

    public required string FeatureColumn { get; init; }

    /// <summary>Null where all rows weigh the same.</summary>
    public required string? WeightColumn { get; init; }

    public required bool Standardize { get; init; }

    /// <summary>Whether rows are read in every epoch and not held in memory.</summary>
    public required bool Streaming { get; init; }

    public required int? Seed { get; init; }

    public required IProgress<TrainingProgress>? Progress { get; init; }

    public required CancellationToken CancellationToken { get; init; }

    /// <exception cref="ConfigurationException">The options are unsound; lists everything that is wrong.</exception>
    public static TrainerSettings From(SignalPropagationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        NetworkSpec network = NetworkOf(options);
        TrainingOptions training = TrainingOf(options);
        List<string> errors =
        [
            .. ColumnErrors(options), .. LayerErrors(options), .. options.Errors(), .. network.Validate(), .. training.Validate(),
        ];
        if (errors.Count > 0)
        {
            throw new ConfigurationException("SignalPropagation trainer", errors);
        }

        return new TrainerSettings(network, training)
        {
            LabelColumn = options.LabelColumnName,
            FeatureColumn = options.FeatureColumnName,
            WeightColumn = string.IsNullOrEmpty(options.ExampleWeightColumnName) ? null : options.ExampleWeightColumnName,
            Standardize = options.Standardize,
            Streaming = options.Streaming,
            Seed = options.Seed,
            Progress = options.Progress,
            CancellationToken = options.CancellationToken,
        };
    }

    private static NetworkSpec NetworkOf(SignalPropagationOptions options) => options.Complete(new NetworkSpec
    {
        Inputs = InputsOf(options.Image),
        Image = options.Image,
        Layers = options.Layers ?? [.. (options.HiddenLayers ?? []).Select(units => new DenseSpec(units)
        {
            Activation = options.Activation,
            Dropout = options.Dropout,
            BatchNormalization = options.BatchNormalization,
        })],
        Targets = options.Targets,
        Loss = options.Loss,
        TopK = options.TopK,
        Head = options.Head,
    });

    /// <summary>The features of an image; 1, to be replaced, where there is none, or one that will be found to be impossible.</summary>
    private static int InputsOf(ImageShape? image)
        => image is { Channels: > 0, Height: > 0, Width: > 0 } && (decimal)image.Channels * image.Height * image.Width <= Array.MaxLength
            ? image.Size
            : 1;

    private static TrainingOptions TrainingOf(SignalPropagationOptions options)
    {
        OptimizerSpec? optimizer = options.Optimizer;
        if (optimizer is not null)
        {
            optimizer = optimizer with
            {
                LearningRate = options.LearningRate ?? optimizer.LearningRate,
                WeightDecay = options.WeightDecay ?? optimizer.WeightDecay,
            };
        }

        return options.Complete(new TrainingOptions
        {
            Epochs = options.Epochs,
            BatchSize = options.BatchSize,
            Optimizer = optimizer!,
            Schedule = options.Schedule,
            GradientClipNorm = options.GradientClipNorm,
            ValidationFraction = options.ValidationFraction,
            Patience = options.Patience,
            Calibrate = options.Calibrate,
            Augmentation = options.Augmentation,
            Threads = options.Threads,
            Pipeline = options.Pipeline,
            ShuffleBuffer = options.ShuffleBufferRows,
        });
    }

    private static IEnumerable<string> ColumnErrors(SignalPropagationOptions options)
    {
        if (string.IsNullOrEmpty(options.LabelColumnName))
        {
            yield return "LabelColumnName is empty; name the label column.";
        }

        if (string.IsNullOrEmpty(options.FeatureColumnName))
        {
            yield return "FeatureColumnName is empty; name the feature column.";
        }
        else if (options.FeatureColumnName == options.LabelColumnName)
        {
            yield return $"LabelColumnName and FeatureColumnName are both '{options.LabelColumnName}'; they must be two columns.";
        }
    }

    private static IEnumerable<string> LayerErrors(SignalPropagationOptions options)
    {
        var layer = new DenseSpec(1);
        if (options.Layers is not null
            && (options.Activation, options.Dropout, options.BatchNormalization) != (layer.Activation, layer.Dropout, layer.BatchNormalization))
        {
            yield return "Activation, Dropout and BatchNormalization are those of HiddenLayers, and Layers takes their place; set them in each layer.";
        }

        if (options.Augmentation is not null && options.Image is null)
        {
            yield return "Augmentation varies images; set Image to their shape.";
        }
    }
}
