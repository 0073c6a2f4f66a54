using SigProp.Cli.Output;
using SigProp.Comparison;

namespace SigProp.Cli.Comparing;

/// <summary>How one learning rule did.</summary>
/// <param name="Name">The rule.</param>
/// <param name="Trials">Its runs, one a fold.</param>
internal sealed record RuleResult(string Name, IReadOnlyList<Trial> Trials)
{
    /// <summary>The means over the runs.</summary>
    public IReadOnlyList<Measure> Measures => [.. Trials[0].Measures.Select((measure, i) => measure with { Value = SpreadOf(i).Mean })];

    public double TrainSeconds => Trials.Average(t => t.Training.TrainSeconds);

    public double SamplesPerSecond => Trials.Average(t => t.Training.SamplesPerSecond);

    public long SignalBytes => Trials.Max(t => t.Training.SignalBytes);

    /// <summary>Mean and deviation of a measure.</summary>
    /// <param name="measure">Its place among <see cref="Measures"/>.</param>
    public Spread SpreadOf(int measure) => Spread.Of([.. Trials.Select(t => t.Measures[measure].Value)]);
}
