namespace SigProp.MLNet.AutoML;

/// <summary>How trainers are compared.</summary>
public sealed record CompareTrainersOptions
{
    /// <summary>What the label is; null (default) to tell by its column: Boolean for two classes, a key or text for several, a number for a
    /// regression.</summary>
    public ComparisonTask? Task { get; init; }

    /// <summary>By what is ranked; null (default) for accuracy, of numbers R2.</summary>
    public ComparisonMetric? Metric { get; init; }

    /// <summary>The column of features, a vector of numbers of known size; null (default) to make features of all other columns: numbers as they are, with
    /// missing ones replaced by the mean and marked, Booleans as 0 and 1, keys and texts of at most 100 values one-hot, longer texts as ML.NET's
    /// FeaturizeText makes them.</summary>
    public string? FeatureColumnName { get; init; }

    /// <summary>Columns to make no features of; default none.</summary>
    public IReadOnlyList<string> IgnoredColumns { get; init; } = [];

    /// <summary>Parts of the rows, at least 2, each of which is predicted once by what was trained on the others; default 5. Classes are spread
    /// evenly.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>The folds, the trials' settings and the trainers' randomness come from here; null (default) for the seed of the context, and where that has none,
    /// 0.</summary>
    public int? Seed { get; init; }

    /// <summary>The candidates to compare by name, of those that there are for the task; null (default) for all.</summary>
    public IReadOnlyList<string>? Candidates { get; init; }

    /// <summary>Candidates besides the built-in ones; default none.</summary>
    public IReadOnlyList<TrainerCandidate> MoreCandidates { get; init; } = [];

    /// <summary>The name of the data in the report; default <c>the data</c>.</summary>
    public string DataName { get; init; } = "the data";

    /// <summary>Told whenever a fold was trained and tested, on the calling thread; default null.</summary>
    public IProgress<CompareTrainersProgress>? Progress { get; init; }

    /// <summary>Ends the comparison; trials that are finished are kept, and the best model then is the one of its first fold.</summary>
    public CancellationToken CancellationToken { get; init; }
}
