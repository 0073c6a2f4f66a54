namespace SigProp.Cli.Comparing;

/// <summary>How one learning rule did.</summary>
/// <param name="Name">The rule.</param>
/// <param name="Trials">Its runs, one a fold.</param>
internal sealed record RuleResult(string Name, IReadOnlyList<Trial> Trials)
{
    public Spread Accuracy => Of(t => t.Evaluation.Accuracy);

    public Spread LogLoss => Of(t => t.Evaluation.LogLoss);

    public Spread MacroF1 => Of(t => t.Evaluation.MacroF1);

    public double TrainSeconds => Trials.Average(t => t.Training.TrainSeconds);

    public double SamplesPerSecond => Trials.Average(t => t.Training.SamplesPerSecond);

    public long SignalBytes => Trials.Max(t => t.Training.SignalBytes);

    private Spread Of(Func<Trial, double> value) => Spread.Of([.. Trials.Select(value)]);
}
