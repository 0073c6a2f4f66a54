using System.Globalization;
using SigProp.Continuous;
using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Benchmarks;

/// <summary>Test error of continuous networks (section V), seconds an epoch, and the angles of Fig 4.</summary>
internal static class ContinuousError
{
    public static object Run(Arguments arguments)
    {
        string set = arguments.Text("set", "mnist");
        string folder = arguments.Text("data", Path.Combine("..", "shared", "data", set == "fashion" ? "fashion-mnist" : set));
        int layers = arguments.Int("layers", 1), hidden = arguments.Int("hidden", 500), nudged = arguments.Int("nudged", 0);
        int limit = arguments.Int("rows", int.MaxValue);
        Dataset train = Read(folder, "train", limit), test = Read(folder, "t10k", int.MaxValue);
        var defaults = new ContinuousSpec();
        string rates = arguments.Text("rates", "");
        var continuous = new ContinuousSpec
        {
            Feedback = arguments.Text("feedback", "learned") switch
            {
                "symmetric" => ContinuousFeedback.Symmetric,
                "fixed" => ContinuousFeedback.FixedLoop,
                _ => ContinuousFeedback.LearnedLoop,
            },
            Beta = (float)arguments.Number("beta", defaults.Beta),
            BetaSign = Enum.Parse<BetaSign>(arguments.Text("sign", nameof(BetaSign.Random))),
            LoopSignal = Enum.Parse<LoopSignal>(arguments.Text("loop-signal", nameof(LoopSignal.Output))),
            FreeSteps = arguments.Int("free", 0) is > 0 and int free ? free : null,
            NudgedSteps = nudged > 0 ? nudged : null,
            Tolerance = (float)arguments.Number("tolerance", 0),
            PersistentStates = arguments.Flag("persistent"),
            LearningRates = rates.Length > 0 ? [.. rates.Split(',').Select(r => float.Parse(r, CultureInfo.InvariantCulture))] : null,
            LoopLearningRate = (float)arguments.Number("loop-rate", defaults.LoopLearningRate),
        };
        NetworkSpecBuilder builder = NetworkSpec.Create(train.Width, 10).Continuous(continuous);
        for (int i = 0; i < layers; i++)
        {
            builder.Dense(hidden);
        }

        TrainingResult result = new Trainer(new TrainingOptions
        {
            Epochs = arguments.Int("epochs", layers == 1 ? 25 : 12),
            BatchSize = arguments.Int("batch", 0),
            Schedule = arguments.Text("schedule", "cosine") == "constant" ? LearningRateSchedule.Constant : LearningRateSchedule.Cosine,
            ValidationFraction = 0,
            Seed = arguments.Int("seed", 1),
            Threads = arguments.Int("threads", 0),
        }).Train(builder.Build(), train, null, new Watch());
        double error = Math.Round(100 * (1 - Evaluation.Of(result.Network, test).Accuracy), 2);
        double seconds = result.Report.TrainSeconds / result.Report.Epochs.Count;
        Console.WriteLine($"{set} {continuous.Feedback} {layers}x{hidden}: test error {error:F2} %, {seconds:F2} s an epoch, "
            + $"{result.Report.SamplesPerSecond:N0} samples/s");
        Console.WriteLine(string.Join(", ", result.Report.Layers.Select(l => $"{l.Name} {l.SecondsPerSample * 1e6:F1} us a row")));
        foreach (string warning in result.Report.Warnings)
        {
            Console.WriteLine(warning);
        }

        if (arguments.Text("svg", "") is { Length: > 0 } file)
        {
            File.WriteAllText(file, AlignmentFigure.ToSvg(result.Report, $"Alignment in the loop: {layers}x{hidden}, {set}"));
        }

        return new { set, feedback = continuous.Feedback.ToString(), layers, hidden, error, seconds, angles = result.Report.Epochs.Select(e => e.Angles) };
    }

    private static Dataset Read(string folder, string part, int limit)
    {
        IdxImages images = IdxFile.ReadImages(Path.Combine(folder, $"{part}-images-idx3-ubyte.gz"));
        byte[] labels = IdxFile.ReadLabels(Path.Combine(folder, $"{part}-labels-idx1-ubyte.gz"));
        int count = Math.Min(images.Count, limit);
        var scaling = new PixelScaling(images.Height, images.Width);
        return new Dataset(scaling.Encode(images, [.. Enumerable.Range(0, count)]), scaling.Width, [.. labels.Take(count).Select(l => (int)l)], 10);
    }

    private sealed class Watch : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Completed is { } epoch)
            {
                Console.WriteLine($"epoch {epoch.Epoch}: training error {100 * (1 - epoch.Training[^1].Accuracy):F2} %, {epoch.Seconds:F2} s; "
                    + string.Join(", ", epoch.Angles.Select(a => $"{a.Name} {a.Degrees:F0}")));
            }
        }
    }
}
