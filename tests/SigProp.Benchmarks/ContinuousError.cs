using System.Globalization;
using SigProp.Continuous;
using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Benchmarks;

/// <summary>Test error, seconds an epoch and alignment (Fig 4) of continuous networks (section V), with the loop learned or fixed, beside classic
/// equilibrium propagation, whose feedback is symmetric.</summary>
internal static class ContinuousError
{
    public static object Run(Arguments arguments)
    {
        string set = arguments.Text("set", "mnist");
        string folder = arguments.Text("data", Path.Combine("..", "shared", "data", set == "fashion" ? "fashion-mnist" : set));
        int layers = arguments.Int("layers", 1), seed = arguments.Int("seed", 1), epochs = arguments.Int("epochs", layers == 1 ? 25 : 12);
        Dataset train = Read(folder, "train", arguments.Int("rows", int.MaxValue)), test = Read(folder, "t10k", int.MaxValue);
        var results = new List<object>();
        foreach (string feedback in arguments.Text("feedback", "learned,symmetric").Split(','))
        {
            NetworkSpecBuilder builder = NetworkSpec.Create(train.Width, train.ClassCount).Continuous(Spec(arguments, feedback));
            for (int i = 0; i < layers; i++)
            {
                builder.Dense(arguments.Int("hidden", 500));
            }

            Network start = Network.Create(builder.Build(), seed);
            float scale = (float)arguments.Number("loop-scale", 1);
            if (scale != 1)
            {
                start.SetTensor("loop.weight", [.. start.GetTensor("loop.weight").ToArray().Select(v => scale * v)]);
            }

            TrainingResult result = new Trainer(new TrainingOptions
            {
                Epochs = epochs,
                BatchSize = arguments.Int("batch", 0),
                Schedule = Enum.Parse<LearningRateSchedule>(arguments.Text("schedule", "cosine"), ignoreCase: true),
                ValidationFraction = 0,
                Seed = seed,
                Threads = arguments.Int("threads", 0),
            }).TrainMore(start, null, train, progress: new EpochLines(feedback));
            TrainingReport report = result.Report;
            double error = Math.Round(100 * (1 - Evaluation.Of(result.Network, test).Accuracy), 2);
            double median = report.Epochs.Select(e => e.Seconds).Order().ElementAt(report.Epochs.Count / 2);
            Console.WriteLine($"{set} {layers}x{arguments.Int("hidden", 500)} {feedback}: test error {error:F2} %, training error "
                + $"{100 * (1 - report.Epochs[^1].Training[^1].Accuracy):F2} %, {epochs} epochs of {median:F2} s (median){Degrees(report.Epochs[^1])}");
            foreach (string warning in report.Warnings)
            {
                Console.WriteLine($"    {warning}");
            }

            if (arguments.Text("svg", "") is { Length: > 0 } file && report.Epochs[^1].Angles.Count > 0)
            {
                File.WriteAllText(file, AlignmentFigure.ToSvg(report.Epochs, $"Alignment of the loop's weights, {set}, {layers} hidden, {feedback} loop"));
            }

            results.Add(new { set, layers, feedback, epochs, error, secondsAnEpoch = median, angles = report.Epochs.Select(e => e.Angles) });
        }

        return results;
    }

    private static ContinuousSpec Spec(Arguments arguments, string feedback)
    {
        var standard = new ContinuousSpec();
        return new ContinuousSpec
        {
            Feedback = feedback switch
            {
                "learned" => ContinuousFeedback.LearnedLoop,
                "fixed" => ContinuousFeedback.FixedLoop,
                "symmetric" => ContinuousFeedback.Symmetric,
                _ => throw new ArgumentException($"--feedback takes learned, fixed or symmetric, not '{feedback}'."),
            },
            StepSize = (float)arguments.Number("step", standard.StepSize),
            FreeSteps = arguments.Int("free", standard.FreeSteps),
            NudgedSteps = arguments.Int("nudged", 0) is int nudged and > 0 ? nudged : null,
            Beta = (float)arguments.Number("beta", standard.Beta),
            BetaSign = Enum.Parse<BetaSign>(arguments.Text("sign", "random"), ignoreCase: true),
            LoopSignal = Enum.Parse<LoopSignal>(arguments.Text("signal", "output"), ignoreCase: true),
            LearningRates = arguments.Text("rates", "") is { Length: > 0 } rates
                ? [.. rates.Split(',').Select(r => float.Parse(r, CultureInfo.InvariantCulture))]
                : null,
            LoopLearningRate = (float)arguments.Number("loop-rate", standard.LoopLearningRate),
            Tolerance = (float)arguments.Number("tolerance", 0),
            PersistentStates = arguments.Flag("persistent"),
        };
    }

    private static string Degrees(EpochReport epoch) => epoch.Angles.Count == 0
        ? ""
        : ", angles " + string.Join(", ", epoch.Angles.Select(a => $"{a.Name} {a.Degrees:F1}"));

    private static Dataset Read(string folder, string part, int limit)
    {
        IdxImages images = IdxFile.ReadImages(Path.Combine(folder, $"{part}-images-idx3-ubyte.gz"));
        byte[] labels = IdxFile.ReadLabels(Path.Combine(folder, $"{part}-labels-idx1-ubyte.gz"));
        int count = Math.Min(images.Count, limit);
        var scaling = new PixelScaling(images.Height, images.Width);
        return new Dataset(scaling.Encode(images, [.. Enumerable.Range(0, count)]), scaling.Width, [.. labels.Take(count).Select(l => (int)l)], 10);
    }

    /// <summary>A line an epoch on the error stream.</summary>
    private sealed class EpochLines(string feedback) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Completed is EpochReport epoch)
            {
                Console.Error.WriteLine($"{feedback} epoch {value.Epoch} of {value.Epochs}: loss {epoch.Training[^1].Loss:F4}, accuracy "
                    + $"{epoch.Training[^1].Accuracy:P2}, {epoch.Seconds:F2} s{Degrees(epoch)}{string.Concat(epoch.Warnings.Select(w => " ! " + w))}");
            }
        }
    }
}
