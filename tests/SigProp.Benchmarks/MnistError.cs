using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Benchmarks;

/// <summary>Test error of 784-800-800-10 on MNIST with the settings of section IV: LeakyReLU, Adam 5e-4, steps of 0.25, batch 128.</summary>
internal static class MnistError
{
    public static object Run(Arguments arguments)
    {
        string folder = arguments.Text("data", Path.Combine("..", "shared", "data", "mnist"));
        int epochs = arguments.Int("epochs", 10), seeds = arguments.Int("seeds", 3), hidden = arguments.Int("hidden", 800), layers = arguments.Int("layers", 2);
        float dropout = (float)arguments.Number("dropout", 0);
        Dataset train = Read(folder, "train"), test = Read(folder, "t10k");
        LearningRuleKind rule = Rule(arguments.Text("rule", "sp"));
        var results = new List<object>();
        for (int seed = 1; seed <= seeds; seed++)
        {
            NetworkSpecBuilder builder = NetworkSpec.Create(train.Width, train.ClassCount);
            for (int i = 0; i < layers; i++)
            {
                builder.Dense(hidden, dropout: dropout, batchNormalization: arguments.Int("norm", 0) == 1);
            }

            TrainingResult result = new Trainer(new TrainingOptions
            {
                Rule = rule,
                Epochs = epochs,
                BatchSize = 128,
                Optimizer = new AdamSpec { LearningRate = (float)arguments.Number("lr", 5e-4) },
                Schedule = LearningRateSchedule.Step,
                ValidationFraction = 0,
                Seed = seed,
            }).Train(builder.Build(), train);
            Network network = result.Network;
            double[] exits = network.HasExits ? [.. Enumerable.Range(1, layers).Select(e => Error(network, test, e))] : [];
            double head = Error(network, test, null);
            string answers = string.Join(" / ", exits.Append(head).Select(e => $"{e:F2}"));
            Console.WriteLine(
                $"seed {seed}: test error in %, {(exits.Length > 0 ? "each exit, then the head" : "the head")}: {answers}; "
                + $"{result.Report.TrainSeconds:F1} s, {result.Report.SamplesPerSecond:N0} samples/s");
            results.Add(new { seed, exits, head, seconds = result.Report.TrainSeconds });
        }

        return results;
    }

    private static LearningRuleKind Rule(string name) => name switch
    {
        "sp" => LearningRuleKind.SignalPropagation,
        "bp" => LearningRuleKind.Backpropagation,
        "shallow" => LearningRuleKind.Shallow,
        "fa" => LearningRuleKind.FeedbackAlignment,
        "dfa" => LearningRuleKind.DirectFeedbackAlignment,
        "ll-bp" => LearningRuleKind.LocalLearning,
        "ll-fa" => LearningRuleKind.LocalLearningFeedbackAlignment,
        "dtp" => LearningRuleKind.DifferenceTargetPropagation,
        "efp" => LearningRuleKind.ErrorForwardPropagation,
        "sg" => LearningRuleKind.SyntheticGradients,
        _ => throw new ArgumentException($"Rule '{name}' is unknown; choose sp, bp, shallow, fa, dfa, ll-bp, ll-fa, dtp, efp or sg."),
    };

    private static double Error(Network network, Dataset data, int? exit) => Math.Round(100 * (1 - Evaluation.Of(network, data, exit).Accuracy), 2);

    private static Dataset Read(string folder, string part)
    {
        IdxImages images = IdxFile.ReadImages(Path.Combine(folder, $"{part}-images-idx3-ubyte.gz"));
        byte[] labels = IdxFile.ReadLabels(Path.Combine(folder, $"{part}-labels-idx1-ubyte.gz"));
        var scaling = new PixelScaling(images.Height, images.Width);
        return new Dataset(scaling.Encode(images, [.. Enumerable.Range(0, images.Count)]), scaling.Width, [.. labels.Select(l => (int)l)], 10);
    }
}
