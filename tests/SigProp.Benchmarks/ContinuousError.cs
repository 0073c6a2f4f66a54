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
        int hidden = arguments.Int("hidden", 500);
        var table = new ResultTable(
            "Test error in %, and the angles between each weight matrix and the product of the others", new("set", "set"), new("feedback", "feedback"),
            new("network", "network"), new("epochs", "epochs"), new("steps", "steps"), new("error", "error", 2),
            new("seconds an epoch", "seconds_per_epoch", 2), new("angles in degrees, first to last epoch", "angles"));
        var notes = new List<string> { "Steps: of the free and the nudged phase. Seconds: the median epoch's. Symmetric: classic equilibrium propagation." };
        foreach (string set in arguments.Text("set", "mnist").Split(','))
        {
            (Dataset train, Dataset test) = GreyImages.Read(arguments, set);
            foreach (string feedback in arguments.Text("feedback", "learned").Split(','))
            {
                foreach (int layers in arguments.Ints("layers", 1))
                {
                    ContinuousSpec continuous = Spec(arguments, feedback);
                    TrainingResult result = Train(arguments, continuous, layers, hidden, train);
                    TrainingReport report = result.Report;
                    string network = $"{layers}x{hidden}";
                    table.Add(
                        set, feedback, network, report.Epochs.Count, $"{continuous.EffectiveFreeSteps(layers)} + {continuous.EffectiveNudgedSteps(layers)}",
                        100 * (1 - Evaluation.Of(result.Network, test).Accuracy), Median(report.Epochs.Select(e => e.Seconds)), Angles(report));
                    notes.AddRange(report.Warnings.Select(w => $"{set} {feedback} {network}: {w}"));
                    if (arguments.Text("svg", "") is { Length: > 0 } folder && report.Epochs[0].Angles.Count > 0)
                    {
                        string file = Path.Combine(Directory.CreateDirectory(folder).FullName, $"angles-{set}-{feedback}-{network}.svg");
                        File.WriteAllText(file, AlignmentFigure.ToSvg(report, $"Alignment in the loop: {network}, {set}"));
                    }
                }
            }
        }

        return new Report("Continuous networks", table) { Notes = notes };
    }

    private static ContinuousSpec Spec(Arguments arguments, string feedback)
    {
        var defaults = new ContinuousSpec();
        string rates = arguments.Text("rates", "");
        return new ContinuousSpec
        {
            Feedback = feedback switch
            {
                "symmetric" => ContinuousFeedback.Symmetric,
                "fixed" => ContinuousFeedback.FixedLoop,
                "learned" => ContinuousFeedback.LearnedLoop,
                _ => throw new ArgumentException($"--feedback knows learned, fixed and symmetric, not '{feedback}'."),
            },
            Beta = (float)arguments.Number("beta", defaults.Beta),
            BetaSign = Enum.Parse<BetaSign>(arguments.Text("sign", nameof(BetaSign.Random)), ignoreCase: true),
            LoopSignal = Enum.Parse<LoopSignal>(arguments.Text("loop-signal", nameof(LoopSignal.Output)), ignoreCase: true),
            FreeSteps = arguments.Int("free", 0) is > 0 and int free ? free : null,
            NudgedSteps = arguments.Int("nudged", 0) is > 0 and int nudged ? nudged : null,
            Tolerance = (float)arguments.Number("tolerance", 0),
            PersistentStates = arguments.Flag("persistent"),
            LearningRates = rates.Length > 0 ? [.. rates.Split(',').Select(r => float.Parse(r, CultureInfo.InvariantCulture))] : null,
            LoopLearningRate = (float)arguments.Number("loop-rate", defaults.LoopLearningRate),
        };
    }

    private static TrainingResult Train(Arguments arguments, ContinuousSpec continuous, int layers, int hidden, Dataset train)
    {
        NetworkSpecBuilder builder = NetworkSpec.Create(train.Width, 10).Continuous(continuous);
        for (int i = 0; i < layers; i++)
        {
            builder.Dense(hidden);
        }

        return new Trainer(new TrainingOptions
        {
            Epochs = arguments.Int("epochs", layers == 1 ? 25 : 12),
            BatchSize = arguments.Int("batch", 0),
            Schedule = Enum.Parse<LearningRateSchedule>(arguments.Text("schedule", "cosine"), ignoreCase: true),
            ValidationFraction = 0,
            Seed = arguments.Int("seed", 1),
            Threads = arguments.Int("threads", 0),
        }).Train(builder.Build(), train, null, new Watch());
    }

    private static string Angles(TrainingReport report) => string.Join(", ", report.Epochs[0].Angles.Zip(
        report.Epochs[^1].Angles, (first, last) => string.Create(CultureInfo.InvariantCulture, $"{first.Name} {first.Degrees:F0} to {last.Degrees:F0}")));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private sealed class Watch : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Completed is { } epoch)
            {
                Console.Error.WriteLine($"    epoch {epoch.Epoch}: training error {100 * (1 - epoch.Training[^1].Accuracy):F2} %, {epoch.Seconds:F2} s; "
                    + string.Join(", ", epoch.Angles.Select(a => $"{a.Name} {a.Degrees:F0}")));
            }
        }
    }
}
