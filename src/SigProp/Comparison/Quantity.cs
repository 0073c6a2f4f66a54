namespace SigProp.Comparison;

/// <summary>Something by which candidates are set side by side.</summary>
/// <param name="Name">Its name for people.</param>
/// <param name="IsBetterHigher">Whether more is better.</param>
/// <param name="OfRun">Its value in a run; not a number where there is none.</param>
/// <param name="Text">A mean and a deviation for people, given how many runs there are.</param>
/// <param name="GapText">A difference for people.</param>
internal sealed record Quantity(
    string Name, bool IsBetterHigher, Func<ComparisonRun, double> OfRun, Func<Spread, int, string> Text, Func<double, string> GapText)
{
    /// <summary>Whether it is better told by how many times, not by how much, one is more than the other.</summary>
    public bool IsAmount { get; private init; }

    public static Quantity Of(MeasureInfo measure) => new(
        measure.Name, measure.IsBetterHigher, r => CandidateSummary.ValueOf(r, measure), (s, runs) => ReportNumber.Of(measure, s, runs),
        gap => ReportNumber.Of(measure, gap));

    public static Quantity TimeOfSample { get; } = new(
        "time a sample", false, r => r.SamplesPerSecond > 0 ? 1 / r.SamplesPerSecond : double.NaN, ReportNumber.Seconds, ReportNumber.Seconds)
    { IsAmount = true };

    public static Quantity TrainingTime { get; } = new(
        "training time", false, r => r.TrainSeconds, ReportNumber.Seconds, ReportNumber.Seconds)
    { IsAmount = true };

    public static Quantity SignalMemory { get; } = new(
        "signal memory", false, r => r.SignalBytes > 0 ? r.SignalBytes : double.NaN, (s, _) => ReportNumber.Bytes(s.Mean), ReportNumber.Bytes)
    { IsAmount = true };

    public static Quantity PredictionTime { get; } = new(
        "prediction time a row", false, r => r.PredictSecondsPerSample ?? double.NaN, ReportNumber.Seconds, ReportNumber.Seconds)
    { IsAmount = true };

    public static Quantity ModelSize { get; } = new(
        "saved model", false, r => r.ModelBytes ?? double.NaN, (s, _) => ReportNumber.Bytes(s.Mean), ReportNumber.Bytes)
    { IsAmount = true };

    /// <summary>What a candidate costs, in the order of a table: what nobody tells is left out.</summary>
    public static IEnumerable<Quantity> CostsOf(IReadOnlyList<CandidateSummary> candidates)
        => new[] { TrainingTime, TimeOfSample, PredictionTime, SignalMemory, ModelSize }
            .Where(q => q == TrainingTime || candidates.Any(c => c.Runs.Any(r => double.IsFinite(q.OfRun(r)))));

    /// <summary>Mean and deviation over a candidate's runs.</summary>
    public Spread SpreadOf(CandidateSummary candidate) => Spread.Of([.. candidate.Runs.Select(OfRun)]);

    public string TextOf(CandidateSummary candidate) => Text(SpreadOf(candidate), candidate.Runs.Count);

    /// <summary>The candidate with the best mean, the first of equals; null where none has one.</summary>
    public CandidateSummary? BestOf(IEnumerable<CandidateSummary> candidates)
        => Ranked(candidates).FirstOrDefault();

    /// <summary>Those that have a mean, the best first, equals in the order given.</summary>
    public IEnumerable<CandidateSummary> Ranked(IEnumerable<CandidateSummary> candidates)
        => candidates.Where(c => double.IsFinite(SpreadOf(c).Mean)).OrderBy(c => IsBetterHigher ? -SpreadOf(c).Mean : SpreadOf(c).Mean);
}
