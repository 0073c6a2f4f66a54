using SigProp.Cli.Arguments;
using SigProp.Training;

namespace SigProp.Cli.Comparing;

/// <summary>Something to compare.</summary>
/// <param name="Name">Its name in the tables.</param>
/// <param name="About">What it is.</param>
/// <param name="Source">Who described it.</param>
internal sealed record Candidate(string Name, string About, string? Source)
{
    /// <summary>The network and how it learns; null for a yardstick.</summary>
    public TrainingRecipe? Recipe { get; init; }

    /// <summary>The rule; null for a yardstick.</summary>
    public RuleWord? Rule { get; init; }

    /// <summary>How a yardstick learns; null for a network.</summary>
    public TrainingOptions? Yardstick { get; init; }

    /// <summary>Whether a yardstick has weights: logistic or linear regression, and not the most frequent class or the mean.</summary>
    public bool IsLinear { get; init; }
}
