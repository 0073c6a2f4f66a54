using SigProp.Comparison;

namespace SigProp.MLNet.AutoML;

/// <summary>A trainer that was compared, by the best of its trials.</summary>
public sealed record ComparedTrainer
{
    /// <summary>Its place, from 1. Neighbours whose difference is within the spread may have changed places by chance.</summary>
    public required int Rank { get; init; }

    /// <summary>The candidate's name.</summary>
    public required string Name { get; init; }

    /// <summary>Mean and standard deviation over the folds of each metric; the mean is not a number where the trainer gives none, as log-loss without
    /// probabilities.</summary>
    public required IReadOnlyDictionary<ComparisonMetric, Spread> Metrics { get; init; }

    /// <summary>Seconds to train on a fold's rows, without making features.</summary>
    public required Spread TrainSeconds { get; init; }

    /// <summary>Microseconds to score a row, without making features.</summary>
    public required Spread ScoreMicroseconds { get; init; }

    /// <summary>Bytes of the saved model, with the making of features in it.</summary>
    public required long ModelBytes { get; init; }

    /// <summary>Trials that were finished.</summary>
    public required int Trials { get; init; }

    /// <summary>The settings of the best of them; <c>defaults</c> where it is the first.</summary>
    public required string Settings { get; init; }
}
