using SigProp.Cli.Output;
using SigProp.Comparison;
using SigProp.Data;
using SigProp.Training;

namespace SigProp.Cli.Comparing;

/// <summary>What is kept of a run.</summary>
internal static class RunFacts
{
    private const int Bins = 10;

    /// <summary>The run of a network.</summary>
    /// <param name="model">The network, trained.</param>
    /// <param name="test">The rows to test on.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="split">The split of the rows.</param>
    public static ComparisonRun Of(Model model, Dataset test, long seed, int split)
    {
        Network network = model.Network;
        TrainingReport report = model.Training!;
        Evaluation? evaluation = test.IsRegression ? null : Evaluation.Of(network, test);
        return new ComparisonRun
        {
            Seed = seed,
            Split = split,
            Measures = Values(evaluation is null ? Measure.Of(RegressionEvaluation.Of(network, test)) : Measure.Of(evaluation)),
            TrainSeconds = report.TrainSeconds,
            SamplesPerSecond = report.SamplesPerSecond,
            SignalBytes = report.SignalBytes,
            Parameters = network.ParameterCount,
            Layers = [.. report.Layers.Select(l => new LayerRun(l.Name, l.SecondsPerSample, l.SignalBytes))],
            Curve = test.IsRegression ? [.. CurvePoint.Of(report).Select(p => p with { ValidationAccuracy = null })] : CurvePoint.Of(report),
            Exits = evaluation is null || !network.HasExits ? [] : [.. Exits(network, test), new ExitAccuracy("head", evaluation.Accuracy)],
            Confusion = evaluation?.Confusion ?? [],
            Calibration = evaluation is null ? [] : Calibration(Probabilities(network, test), test),
            SpikeRaster = network.Spec.Spiking is null || split > 0 ? null : SpikeRasterFigure.ToSvg(SpikeRecord.Of(network, test.Row(0))),
        };
    }

    /// <summary>The run of a yardstick.</summary>
    public static ComparisonRun Of(Yardstick yardstick, Dataset test, long seed, int split)
    {
        Evaluation? evaluation = test.IsRegression ? null : yardstick.Evaluate(test);
        return new ComparisonRun
        {
            Seed = seed,
            Split = split,
            Measures = Values(evaluation is null ? Measure.Of(yardstick.EvaluateRegression(test)) : Measure.Of(evaluation)),
            TrainSeconds = yardstick.TrainSeconds,
            SamplesPerSecond = yardstick.SamplesPerSecond,
            SignalBytes = 0,
            Parameters = yardstick.Parameters,
            Curve = yardstick.Curve,
            Confusion = evaluation?.Confusion ?? [],
            Calibration = evaluation is null ? [] : Calibration(yardstick.Probabilities(test), test),
        };
    }

    private static Dictionary<string, double> Values(IReadOnlyList<Measure> measures) => measures.ToDictionary(m => m.JsonName, m => m.Value);

    private static IEnumerable<ExitAccuracy> Exits(Network network, Dataset test)
        => Enumerable.Range(1, network.LayerCount).Select(e => new ExitAccuracy($"layer{e}", Evaluation.Of(network, test, e).Accuracy));

    private static float[] Probabilities(Network network, Dataset test)
    {
        float[] probabilities = new float[checked(test.Count * test.ClassCount)];
        for (int i = 0; i < test.Count; i++)
        {
            network.Predict(test.Row(i), probabilities.AsSpan(i * test.ClassCount, test.ClassCount));
        }

        return probabilities;
    }

    private static CalibrationBin[] Calibration(float[] probabilities, Dataset test)
    {
        int[] rows = new int[Bins];
        double[] confidence = new double[Bins], right = new double[Bins];
        int classes = test.ClassCount;
        for (int i = 0; i < test.Count; i++)
        {
            ReadOnlySpan<float> row = probabilities.AsSpan(i * classes, classes);
            int best = System.Numerics.Tensors.TensorPrimitives.IndexOfMax(row), bin = Math.Clamp((int)(row[best] * Bins), 0, Bins - 1);
            rows[bin]++;
            confidence[bin] += row[best];
            right[bin] += best == test.Label(i) ? 1 : 0;
        }

        return [.. Enumerable.Range(0, Bins).Where(b => rows[b] > 0).Select(b => new CalibrationBin(rows[b], confidence[b] / rows[b], right[b] / rows[b]))];
    }
}
