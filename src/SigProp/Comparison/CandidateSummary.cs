using SigProp.Continuous;

namespace SigProp.Comparison;

/// <summary>A candidate's figures over its runs.</summary>
/// <param name="Candidate">The candidate, with at least one run.</param>
/// <param name="Style">How it looks in every chart.</param>
internal sealed record CandidateSummary(CandidateResults Candidate, int Style)
{
    public string Name => Candidate.Name;

    public IReadOnlyList<ComparisonRun> Runs => Candidate.Runs;

    /// <summary>Whether it is signal propagation, in layers or in the loop of a continuous network; told by what it asks of a network, which no
    /// other rule asks alike.</summary>
    public bool IsSignalPropagation => Candidate.Constraints is LearningRuleConstraints constraints
        && (constraints == LearningRuleConstraints.Of(LearningRuleKind.SignalPropagation)
            || constraints == LearningRuleConstraints.Of(ContinuousFeedback.LearnedLoop));

    public Spread TrainSeconds { get; } = Spread.Of([.. Candidate.Runs.Select(r => r.TrainSeconds)]);

    /// <summary>NaN where a run does not tell its pace.</summary>
    public Spread SecondsPerSample { get; } = Spread.Of([.. Candidate.Runs.Select(r => r.SamplesPerSecond > 0 ? 1 / r.SamplesPerSecond : double.NaN)]);

    /// <summary>The most that any run took.</summary>
    public long SignalBytes { get; } = Candidate.Runs.Max(r => r.SignalBytes);

    public double Parameters { get; } = Candidate.Runs.Average(r => r.Parameters);

    /// <summary>Mean and deviation of a measure; NaN where a run lacks it.</summary>
    public Spread Of(MeasureInfo measure) => Spread.Of([.. Runs.Select(r => ValueOf(r, measure))]);

    public static double ValueOf(ComparisonRun run, MeasureInfo measure) => run.Measures.TryGetValue(measure.Key, out double value) ? value : double.NaN;
}
