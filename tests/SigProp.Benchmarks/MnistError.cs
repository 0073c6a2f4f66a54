using System.Buffers.Binary;
using System.IO.Compression;
using SigProp.Data;
using SigProp.Learning;
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
        LearningRuleKind rule = arguments.Text("rule", "sp") == "bp" ? LearningRuleKind.Backpropagation : LearningRuleKind.SignalPropagation;
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
            Console.WriteLine($"seed {seed}: exits {string.Join(" / ", exits.Select(e => $"{e:F2}"))} % head {head:F2} %, {result.Report.TrainSeconds:F1} s, {result.Report.SamplesPerSecond:N0} samples/s");
            results.Add(new { seed, exits, head, seconds = result.Report.TrainSeconds });
        }

        return results;
    }

    private static double Error(Network network, Dataset data, int? exit) => Math.Round(100 * (1 - Evaluation.Of(network, data, exit).Accuracy), 2);

    private static Dataset Read(string folder, string part)
    {
        byte[] images = Unzip(Path.Combine(folder, $"{part}-images-idx3-ubyte.gz")), labels = Unzip(Path.Combine(folder, $"{part}-labels-idx1-ubyte.gz"));
        int count = BinaryPrimitives.ReadInt32BigEndian(images.AsSpan(4));
        return new Dataset([.. images.AsSpan(16).ToArray().Select(b => b / 255f)], 784, [.. labels.AsSpan(8, count).ToArray().Select(b => (int)b)], 10);
    }

    private static byte[] Unzip(string file)
    {
        using var stream = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
