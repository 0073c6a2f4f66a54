using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Benchmarks;

/// <summary>Test error of a convolutional preset on Fashion-MNIST or CIFAR-10, by signal propagation and by backpropagation on the same network, with
/// each layer's time and memory. Adam, cosine; nothing is held out. Fashion-MNIST: the small convolutional preset at 1.5 times its width, batch 32,
/// 1e-3, 5 epochs, images as they are. CIFAR-10: VGG8b at a quarter of its width without dropout, batch 64, 2e-3, 12 epochs, crops and flips.</summary>
internal static class ImageError
{
    public static object Run(Arguments arguments)
    {
        string set = arguments.Text("set", "fashion");
        bool colours = set == "cifar";
        string folder = arguments.Text("data", Path.Combine("..", "shared", "data", colours ? "cifar-10" : "fashion-mnist"));
        ImageShape shape = colours ? new(3, 32, 32) : new(1, 28, 28);
        (Dataset train, Dataset test) = colours ? ReadCifar(folder) : ReadIdx(folder);
        NetworkPreset preset = colours ? NetworkPreset.Vgg8b : NetworkPreset.Convolutional;
        double width = arguments.Number("width", colours ? 0.25 : 1.5);
        int epochs = arguments.Int("epochs", colours ? 12 : 5);
        var results = new List<object>();
        foreach (string rule in arguments.Text("rule", "sp,bp").Split(','))
        {
            float dropout = (float)arguments.Number("dropout", 0);
            NetworkSpec spec = NetworkSpec.Create(shape, 10)
                .Targets(new TargetGeneratorSpec { Sparse = arguments.Int("sparse", 0) == 1 })
                .Preset(preset, width)
                .Build() with
            {
                Layers = [.. NetworkPresets.Layers(preset, width).Select(l => l is LearningLayerSpec layer ? layer with { Dropout = dropout } : l)],
            };
            var options = new TrainingOptions
            {
                Rule = rule == "bp" ? LearningRuleKind.Backpropagation : LearningRuleKind.SignalPropagation,
                Epochs = epochs,
                BatchSize = arguments.Int("batch", colours ? 64 : 32),
                Optimizer = new AdamSpec { LearningRate = (float)arguments.Number("lr", colours ? 2e-3 : 1e-3) },
                Schedule = arguments.Text("schedule", "cosine") == "step" ? LearningRateSchedule.Step : LearningRateSchedule.Cosine,
                ValidationFraction = 0,
                Seed = arguments.Int("seed", 1),
                Augmentation = arguments.Int("crop", colours ? 4 : 0) is int crop and > 0
                    ? new ImageAugmentation { CropPadding = crop, HorizontalFlip = colours }
                    : null,
            };
            TrainingResult result = new Trainer(options).Train(spec, train, progress: new EpochLines(rule));
            results.Add(Report(rule, spec, result, test));
        }

        return results;
    }

    private static object Report(string rule, NetworkSpec spec, TrainingResult result, Dataset test)
    {
        Network network = result.Network;
        double[] exits = network.HasExits ? [.. Enumerable.Range(1, network.LayerCount).Select(e => Error(network, test, e))] : [];
        double head = Error(network, test, null);
        string answers = string.Join(" / ", exits.Append(head).Select(e => $"{e:F2}"));
        TrainingReport report = result.Report;
        Console.WriteLine($"{rule}: test error in %, {(exits.Length > 0 ? "each exit, then the head" : "the head")}: {answers}");
        Console.WriteLine($"    {report.TrainSeconds:F0} s, {report.SamplesPerSecond:N0} samples/s, signals {report.SignalBytes / 1048576.0:N1} MiB, "
            + $"{network.ParameterCount:N0} parameters");
        foreach (LayerReport layer in report.Layers)
        {
            Console.WriteLine($"    {layer.Name,-8}{1e6 * layer.SecondsPerSample,10:N1} us/sample{layer.SignalBytes / 1048576.0,10:N2} MiB");
        }

        return new { rule, targets = spec.Targets.Sparse ? "sparse" : "dense", exits, head, report.TrainSeconds, report.SignalBytes, report.Layers };
    }

    private static double Error(Network network, Dataset data, int? exit) => Math.Round(100 * (1 - Evaluation.Of(network, data, exit).Accuracy), 2);

    private static (Dataset Train, Dataset Test) ReadCifar(string folder)
    {
        CifarImages train = CifarFile.Read(Path.Combine(folder, "data_batch_1.bin.gz")), test = CifarFile.Read(Path.Combine(folder, "test_batch.bin.gz"));
        ChannelScaling scaling = ChannelScaling.Fit(train, [.. Enumerable.Range(0, train.Count)]);
        Dataset Encode(CifarImages images) => new(
            scaling.Encode(images, [.. Enumerable.Range(0, images.Count)]), scaling.Width, [.. images.Labels.ToArray().Select(l => (int)l)], 10);
        return (Encode(train), Encode(test));
    }

    private static (Dataset Train, Dataset Test) ReadIdx(string folder) => (ReadIdx(folder, "train"), ReadIdx(folder, "t10k"));

    private static Dataset ReadIdx(string folder, string part)
    {
        IdxImages images = IdxFile.ReadImages(Path.Combine(folder, $"{part}-images-idx3-ubyte.gz"));
        byte[] labels = IdxFile.ReadLabels(Path.Combine(folder, $"{part}-labels-idx1-ubyte.gz"));
        var scaling = new PixelScaling(images.Height, images.Width);
        return new Dataset(scaling.Encode(images, [.. Enumerable.Range(0, images.Count)]), scaling.Width, [.. labels.Select(l => (int)l)], 10);
    }

    /// <summary>A line an epoch on the error stream.</summary>
    private sealed class EpochLines(string rule) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Completed is EpochReport epoch)
            {
                Console.Error.WriteLine(
                    $"{rule} epoch {value.Epoch} of {value.Epochs}: loss {epoch.Training[^1].Loss:F4}, accuracy {epoch.Training[^1].Accuracy:P1}, {value.ElapsedSeconds:F0} s");
            }
        }
    }
}
