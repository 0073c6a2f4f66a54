namespace SigProp.Comparison;

/// <summary>One way to learn: all of its runs.</summary>
public sealed record CandidateResults
{
    /// <summary>Its short name, unique in the comparison: <c>sp</c>, <c>bp</c>, <c>spiking bptt</c>, <c>logistic regression</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in a sentence without a full stop.</summary>
    public required string About { get; init; }

    /// <summary>Who described it; null for what needs no source.</summary>
    public string? Source { get; init; }

    /// <summary>What it asks of a network (Fig 1); null for what trains no deep network.</summary>
    public LearningRuleConstraints? Constraints { get; init; }

    /// <summary>Its runs, a seed and a split of the rows each; all with the same number of layers.</summary>
    public required IReadOnlyList<ComparisonRun> Runs { get; init; }

    /// <summary>The mean of each measure over all runs, by its key.</summary>
    public IReadOnlyDictionary<string, double> Means => Runs.Count == 0
        ? new Dictionary<string, double>()
        : Runs[0].Measures.Keys.ToDictionary(key => key, key => Runs.Average(r => r.Measures.GetValueOrDefault(key, double.NaN)));

    /// <summary>Memory for signals of a network of its kind by depth, without training; empty where it was not asked for or has no depth.</summary>
    public IReadOnlyList<DepthMemory> MemoryByDepth { get; init; } = [];

    /// <summary>The angles between its updates and backpropagation's gradients through training; empty where that was not asked for.</summary>
    public IReadOnlyList<AlignmentPoint> GradientAngles { get; init; } = [];

    /// <summary>What the paper found for its like, test error in percent; null where it has none.</summary>
    public double? PaperError { get; init; }
}
