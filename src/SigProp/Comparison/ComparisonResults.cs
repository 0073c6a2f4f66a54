namespace SigProp.Comparison;

/// <summary>Several ways to learn, each tried on the same rows: what a comparison found out, and all that its report draws.</summary>
public sealed record ComparisonResults
{
    /// <summary>What was compared, in a line.</summary>
    public required string Title { get; init; }

    /// <summary>The command that makes it again; null where there is none.</summary>
    public string? Command { get; init; }

    /// <summary>When it was made, in coordinated universal time.</summary>
    public required DateTime Made { get; init; }

    /// <summary>Where: processor, cores, runtime.</summary>
    public required string Machine { get; init; }

    /// <summary>The name of the data.</summary>
    public required string Data { get; init; }

    /// <summary>Rows of the data, those to test on included.</summary>
    public required int Rows { get; init; }

    /// <summary>How runs were tested, for example <c>5 folds x 3 seeds</c>.</summary>
    public required string Testing { get; init; }

    /// <summary>The classes' names in order; empty for a regression.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The measures of each run in order, the one to rank by first.</summary>
    public required IReadOnlyList<MeasureInfo> Measures { get; init; }

    /// <summary>What was compared, in the order asked for.</summary>
    public required IReadOnlyList<CandidateResults> Candidates { get; init; }

    /// <summary>What one must know to read the figures, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether numbers are predicted, not classes.</summary>
    public bool IsRegression => Classes.Count == 0;
}
