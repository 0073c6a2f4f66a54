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

    public required bool Standardize { get; init; }

    public required int? Seed { get; init; }

    public required IProgress<TrainingProgress>? Progress { get; init; }

    public required CancellationToken CancellationToken { get; init; }

    /// <exception cref="ConfigurationException">The options are unsound; lists everything that is wrong.</exception>
    public static TrainerSettings From(SignalPropagationTrainer.Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        NetworkSpec network = NetworkOf(options);
        TrainingOptions training = TrainingOf(options);
        List<string> errors = [.. ColumnErrors(options), .. network.Validate(), .. training.Validate()];
        if (errors.Count > 0)
        {
            throw new ConfigurationException("SignalPropagation trainer", errors);
        }

        return new TrainerSettings(network, training)
        {
            LabelColumn = options.LabelColumnName,
            FeatureColumn = options.FeatureColumnName,
            Standardize = options.Standardize,
            Seed = options.Seed,
            Progress = options.Progress,
            CancellationToken = options.CancellationToken,
        };
    }

    private static NetworkSpec NetworkOf(SignalPropagationTrainer.Options options) => new()
    {
        Inputs = 1,
        Classes = 2,
        Layers = [.. (options.HiddenLayers ?? []).Select(units => new DenseSpec(units)
        {
            Activation = options.Activation,
            Dropout = options.Dropout,
            BatchNormalization = options.BatchNormalization,
        })],
        Targets = new TargetGeneratorSpec { Learned = options.LearnTargets },
        Loss = options.Loss,
        Head = options.Head,
    };

    private static TrainingOptions TrainingOf(SignalPropagationTrainer.Options options)
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

        return new TrainingOptions
        {
            Epochs = options.Epochs,
            BatchSize = options.BatchSize,
            Optimizer = optimizer!,
            Schedule = options.Schedule,
            GradientClipNorm = options.GradientClipNorm,
            ValidationFraction = options.ValidationFraction,
            Patience = options.Patience,
            Threads = options.Threads,
        };
    }

    private static IEnumerable<string> ColumnErrors(SignalPropagationTrainer.Options options)
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
}
