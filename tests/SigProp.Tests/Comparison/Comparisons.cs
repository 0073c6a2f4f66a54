using SigProp.Comparison;

namespace SigProp.Tests.Comparison;

/// <summary>Results of comparisons, made up to draw.</summary>
internal static class Comparisons
{
    private static readonly MeasureInfo[] s_measures = [new("accuracy", "accuracy", true, true), new("logLoss", "log-loss", false, true)];

    /// <summary>Two rules with everything that a report draws.</summary>
    /// <param name="ahead">By how much backpropagation is ahead; runs of one rule differ by about 0.02.</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="candidates">How many candidates; those after the second are like backpropagation.</param>
    /// <param name="runs">Runs each.</param>
    /// <param name="epochs">Epochs each.</param>
    public static ComparisonResults Of(double ahead = 0.2, int classes = 3, int candidates = 2, int runs = 3, int epochs = 4) => new()
    {
        Title = "Rules <compared> & \"drawn\"",
        Command = "sigprop compare 'a & b.csv' --report report.html",
        Made = new DateTime(2025, 11, 21, 9, 5, 0, DateTimeKind.Utc),
        Machine = "2 cores",
        Data = "a & b.csv",
        Rows = 1234,
        Testing = "3 folds",
        Classes = [.. Enumerable.Range(0, classes).Select(i => i == 1 ? "<b>&\u0001" : $"class {i}")],
        Measures = s_measures,
        Candidates = [.. Enumerable.Range(0, candidates).Select(i => Candidate(i, ahead, classes, runs, epochs))],
        Notes = ["Mind <this>."],
    };

    /// <summary>A regression: no classes, no layers that answer.</summary>
    public static ComparisonResults Regression()
    {
        ComparisonResults results = Of();
        return results with
        {
            Classes = [],
            Measures = [new("rmse", "RMSE", false, false)],
            Candidates =
            [
                .. results.Candidates.Select(c => c with
                {
                    Runs = [.. c.Runs.Select(r => Bare(r) with { Measures = new Dictionary<string, double> { ["rmse"] = 12_345.678 + r.Split } })],
                }),
            ],
        };
    }

    /// <summary>A run with no more than what every run has.</summary>
    public static ComparisonRun Bare(ComparisonRun run)
        => run with { Layers = [], Curve = [], Exits = [], Confusion = [], Calibration = [], SpikeRaster = null };

    private static CandidateResults Candidate(int index, double ahead, int classes, int runs, int epochs) => new()
    {
        Name = index switch { 0 => "sp", 1 => "bp", _ => $"bp with a rather long name, number {index}" },
        About = "a <rule>",
        Constraints = LearningRuleConstraints.Of(index == 0 ? LearningRuleKind.SignalPropagation : LearningRuleKind.Backpropagation),
        Runs = [.. Enumerable.Range(0, runs).Select(split => Run(index, 0.7 + (index > 0 ? ahead : 0) + (0.02 * (split - 1)), classes, split, epochs))],
        MemoryByDepth = [.. new[] { 1, 2, 4, 8 }.Select(d => new DepthMemory(d, index == 0 ? 5000 : 4000L * d))],
        GradientAngles = index == 0 ? [.. Enumerable.Range(0, 4).Select(e => new AlignmentPoint(e, [new("layer1", 85 - e), new("layer2", 80 - (2 * e))]))] : [],
        PaperError = index == 0 ? 1.25 : null,
    };

    private static ComparisonRun Run(int index, double accuracy, int classes, int split, int epochs) => new()
    {
        Seed = 0,
        Split = split,
        Measures = new Dictionary<string, double> { ["accuracy"] = accuracy, ["logLoss"] = 1 - accuracy },
        TrainSeconds = 1.5 + index,
        SamplesPerSecond = 10_000 / (1 + index),
        SignalBytes = 5000 * (1 + index),
        Parameters = 4321,
        Layers = [new("layer1", 2e-5, 3000), new("head", 1e-5, 2000)],
        Curve =
        [
            .. Enumerable.Range(1, epochs).Select(e => new CurvePoint
            {
                Epoch = e,
                Seconds = 0.3 * e,
                TrainingLosses = [new("layer1", 2.0 / e), new("head", 1.0 / e)],
                ValidationAccuracy = accuracy - (0.5 / e),
                ValidationLoss = e == 2 ? double.NaN : 1.0 / e,
                Angles = index == 0 ? [new("loop.weight", 90 - e)] : [],
            }),
        ],
        Exits = [new("layer1", accuracy - 0.1), new("head", accuracy)],
        Confusion = [.. Enumerable.Range(0, classes).Select(i => (int[])[.. Enumerable.Range(0, classes).Select(j => i == j ? 50 : (i + j) % 4)])],
        Calibration = [new(0, 0, 0), new(20, 0.15, 0.2), new(30, 0.95, 0.9)],
        SpikeRaster = index == 0 ? "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><path d=\"M0 0h1v1z\"/></svg>" : null,
    };
}
