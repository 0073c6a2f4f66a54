using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Spiking;
using SigProp.Training;

namespace SigProp.Benchmarks;

/// <summary>Test error of spiking networks (section VI, table V): 784-400-400-10, or the paper's convolutional network, by each learning rule. Thresholds
/// are the paper's: 0.5 for signal propagation, 1 for backpropagation through time and shallow. Adam, batch 128, and a constant
/// rate, which is what the first epochs of the paper's cosine over 64 are.</summary>
internal static class SpikingError
{
    public static object Run(Arguments arguments)
    {
        string set = arguments.Text("set", "mnist");
        string folder = arguments.Text("data", Path.Combine("..", "shared", "data", set == "fashion" ? "fashion-mnist" : set));
        bool convolutional = arguments.Flag("conv");
        int epochs = arguments.Int("epochs", convolutional ? 1 : 5), seed = arguments.Int("seed", 1), limit = arguments.Int("rows", int.MaxValue);
        int hidden = arguments.Int("hidden", 400), channels = arguments.Int("channels", 16);
        Dataset train = Read(folder, "train", limit), test = Read(folder, "t10k", int.MaxValue);
        var results = new List<object>();
        foreach (string rule in arguments.Text("rule", "shallow,voltage,surrogate,bptt").Split(','))
        {
            bool local = rule is "voltage" or "surrogate";
            var spiking = new SpikingSpec
            {
                Steps = arguments.Int("steps", 4),
                Threshold = (float)arguments.Number("threshold", local ? 0.5 : 1),
                LearningSignal = rule == "voltage" ? SpikingLearningSignal.Voltage : SpikingLearningSignal.Surrogate,
            };
            NetworkSpec spec = convolutional
                ? NetworkSpec.Create(new ImageShape(1, 28, 28), 10).Spiking(spiking)
                    .Convolution(channels, batchNormalization: true).MaxPooling()
                    .Convolution(channels, batchNormalization: true).MaxPooling()
                    .Dense(16 * channels).Build()
                : NetworkSpec.Create(784, 10).Spiking(spiking).Dense(hidden).Dense(hidden).Build();
            TrainingResult result = new Trainer(new TrainingOptions
            {
                Rule = rule switch
                {
                    "bptt" => LearningRuleKind.Backpropagation,
                    "shallow" => LearningRuleKind.Shallow,
                    _ => LearningRuleKind.SignalPropagation,
                },
                Epochs = epochs,
                BatchSize = 128,
                Optimizer = new AdamSpec { LearningRate = (float)arguments.Number("lr", 5e-4) },
                Schedule = Enum.Parse<LearningRateSchedule>(arguments.Text("schedule", "constant"), ignoreCase: true),
                ValidationFraction = 0,
                Seed = seed,
            }).Train(spec, train);
            Network network = result.Network;
            double[] exits = network.HasExits ? [.. Enumerable.Range(1, network.LayerCount).Select(e => Error(network, test, e))] : [];
            double head = Error(network, test, null);
            Console.WriteLine($"{set} {rule}: test error in %, {string.Join(" / ", exits.Append(head).Select(e => $"{e:F2}"))}"
                + $"{(exits.Length > 0 ? " (each exit, then the head)" : " (the head)")}; {result.Report.TrainSeconds:F1} s, "
                + $"{result.Report.SamplesPerSecond:N0} samples/s");
            SpikeActivity activity = SpikeActivity.Of(network, test);
            Console.WriteLine($"  spikes a neuron and step, and silent neurons: {string.Join(", ", activity.Layers.SkipLast(1).Select(
                l => $"{l.Name} {l.SpikeRate:F3}, {l.SilentNeurons} of {l.Neurons}"))}; a row: {activity.SynapticOperations:N0} synaptic operations and "
                + $"{activity.MultiplyAdds:N0} multiply-adds, {activity.DenseMultiplyAdds:N0} without spikes");
            results.Add(new
            {
                set,
                rule,
                exits,
                head,
                seconds = result.Report.TrainSeconds,
                rates = activity.Layers.Select(l => l.SpikeRate),
                silent = activity.Layers.Select(l => l.SilentNeurons),
                activity.SynapticOperations,
                activity.MultiplyAdds,
                activity.DenseMultiplyAdds,
                result.Report.SignalBytes,
            });
        }

        return results;
    }

    private static double Error(Network network, Dataset data, int? exit) => Math.Round(100 * (1 - Evaluation.Of(network, data, exit).Accuracy), 2);

    private static Dataset Read(string folder, string part, int limit)
    {
        IdxImages images = IdxFile.ReadImages(Path.Combine(folder, $"{part}-images-idx3-ubyte.gz"));
        byte[] labels = IdxFile.ReadLabels(Path.Combine(folder, $"{part}-labels-idx1-ubyte.gz"));
        int count = Math.Min(images.Count, limit);
        var scaling = new PixelScaling(images.Height, images.Width);
        return new Dataset(scaling.Encode(images, [.. Enumerable.Range(0, count)]), scaling.Width, [.. labels.Take(count).Select(l => (int)l)], 10);
    }
}
