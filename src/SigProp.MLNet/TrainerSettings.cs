using SigProp.Training;

namespace SigProp.MLNet;

/// <summary>A trainer's options, checked and fixed. Inputs and classes of the network are known once the data is.</summary>
internal sealed record TrainerSettings
{
    private const int FewestEpochs = 8;
    private const int MostEpochs = 60;
    private const int RowsInAll = 320_000;

    private TrainerSettings(NetworkSpec network, TrainingOptions training)
    {
        Network = network;
        Training = training;
    }

    /// <summary>The network, with inputs and classes still to be set.</summary>
    public NetworkSpec Network { get; }

    /// <summary>How to train, with the seed still to be set.</summary>
    public TrainingOptions Training { get; }

    /// <summary>What the network is trained on.</summary>
    public required TrainingDevice Device { get; init; }

    public required string LabelColumn { get; init; }

    public required string FeatureColumn { get; init; }

    /// <summary>Null where all rows weigh the same.</summary>
    public required string? WeightColumn { get; init; }

    public required bool Standardize { get; init; }

    /// <summary>Whether standardising means to scale to [0, 1].</summary>
    public required bool UnitRange { get; init; }

    /// <summary>Pieces into which numbers are cut, at most; null for as many as suit the rows.</summary>
    public required int? PiecewiseBins { get; init; }

    /// <summary>Whether the number of epochs is to suit the rows.</summary>
    public required bool EpochsSuitRows { get; init; }

    /// <summary>Whether missing values are filled, and rows that have some are used.</summary>
    public required bool Imputes { get; init; }

    /// <summary>Whether the model keeps what training needs to go on.</summary>
    public required bool KeepsState { get; init; }

    /// <summary>Whether rows are read in every epoch and not held in memory.</summary>
    public required bool Streaming { get; init; }

    public required int? Seed { get; init; }

    public required IProgress<TrainingProgress>? Progress { get; init; }

    public required CancellationToken CancellationToken { get; init; }

    /// <exception cref="ConfigurationException">The options are unsound; lists everything that is wrong.</exception>
    public static TrainerSettings From(NetworkTrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        NetworkSpec network = options.ToNetwork();
        TrainingOptions training = options.ToTraining();
        List<string> errors =
        [
            .. ColumnErrors(options), .. OwnErrors(options), .. options.Errors(), .. network.Validate(), .. training.Validate(),
        ];
        if (errors.Count > 0)
        {
            throw new ConfigurationException($"{options.TrainerName} trainer", errors);
        }

        return new TrainerSettings(network, training)
        {
            Device = options.TrainedOn,
            LabelColumn = options.LabelColumnName,
            FeatureColumn = options.FeatureColumnName,
            WeightColumn = string.IsNullOrEmpty(options.ExampleWeightColumnName) ? null : options.ExampleWeightColumnName,
            Standardize = options.Standardize,
            UnitRange = options.NeedsUnitRange,
            PiecewiseBins = options.BinsOfNumbers,
            EpochsSuitRows = options.EpochsSuitRows,
            Imputes = options.MissingValues == MissingValues.Impute,
            KeepsState = options.KeepTrainingState,
            Streaming = options.Streaming,
            Seed = options.Seed,
            Progress = options.Progress,
            CancellationToken = options.CancellationToken,
        };
    }

    /// <summary>How often every row is to be seen, at most: fewer times where there are many rows, and more often where there are few and training stops in
    /// time.</summary>
    /// <param name="rows">Rows to learn from; null where they are not counted.</param>
    /// <param name="hasValidation">Whether there are rows to measure on.</param>
    public int EpochsFor(int? rows, bool hasValidation)
    {
        int most = hasValidation && Training.Patience is not null ? MostEpochs : Training.Epochs;
        return EpochsSuitRows && rows > 0 ? Math.Clamp(RowsInAll / rows.Value, FewestEpochs, most) : Training.Epochs;
    }

    private static IEnumerable<string> OwnErrors(NetworkTrainerOptions options)
    {
        if (!Enum.IsDefined(options.MissingValues))
        {
            yield return $"MissingValues {(int)options.MissingValues} is unknown; choose {string.Join(", ", Enum.GetNames<MissingValues>())}.";
        }
    }

    private static IEnumerable<string> ColumnErrors(NetworkTrainerOptions options)
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
