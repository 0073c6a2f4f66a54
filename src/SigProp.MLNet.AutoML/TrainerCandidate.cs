using Microsoft.ML;
using Microsoft.ML.AutoML;

namespace SigProp.MLNet.AutoML;

/// <summary>A trainer to be compared with others.</summary>
public sealed record TrainerCandidate
{
    /// <summary>Its name, unique in the comparison.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in a sentence without a full stop.</summary>
    public required string About { get; init; }

    /// <summary>Makes the trainer with its search space. The first trial takes the defaults of the space; it is asked for again in every trial, with a
    /// context of its own.</summary>
    public required Func<MLContext, ComparisonColumns, SweepableEstimator> Trainer { get; init; }

    /// <summary>Whether features are divided by their deviation before it, as linear trainers need; default false.</summary>
    public bool Normalize { get; init; }

    /// <summary>What its rule asks of a network; null (default) for what trains no deep network.</summary>
    public LearningRuleConstraints? Constraints { get; init; }
}
