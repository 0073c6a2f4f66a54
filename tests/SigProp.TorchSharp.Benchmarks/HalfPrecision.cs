using System.Globalization;
using SigProp.Benchmarks;
using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Spiking;
using SigProp.Training;

namespace SigProp.TorchSharp.Benchmarks;

/// <summary>A spiking network of two dense layers, trained by signal propagation in 32 and in 16 bits, by libtorch and by the managed engine: test error, memory and
/// throughput. Threshold 0.5, Adam, batch 128, a constant rate.</summary>
internal static class HalfPrecision
{
    public static object Run(Arguments arguments)
    {
        bool isCuda = arguments.Text("device", "cpu") switch
        {
            "cpu" => false,
            "cuda" => true,
            string other => throw new ArgumentException($"--device is cpu or cuda, not '{other}'."),
        };
        string set = arguments.Text("set", "mnist"), device = isCuda ? "libtorch, cuda" : "libtorch, cpu";
        (Dataset train, Dataset test) = GreyImages.Read(arguments, set);
        int steps = arguments.Int("steps", 4), hidden = arguments.Int("hidden", 400), epochs = arguments.Int("epochs", 1);
        NetworkSpec spec = NetworkSpec.Create(784, 10)
            .Spiking(new SpikingSpec { Steps = steps, Threshold = 0.5f, LearningSignal = SpikingLearningSignal.Surrogate })
            .Dense(hidden).Dense(hidden).Build();
        var table = new ResultTable(
            $"{set}, spiking 784-{hidden}-{hidden}-10, {steps} steps, {train.Count:N0} rows, {epochs} epoch{(epochs == 1 ? "" : "s")}: test error in %, and what training takes",
            new("engine", "engine"), new("numbers", "numbers"), new("exits", "exits"), new("head", "head", 2), new("seconds", "seconds", 1),
            new("samples/s", "samples_per_second"), new("parameters and moments, KiB", "parameter_kib"), new("signals, KiB", "signal_kib"));
        Add(device, "float32", Torch(TrainingPrecision.Single, default));
        Add(device, "bfloat16", Torch(TrainingPrecision.Half, HalfFormat.BFloat16));
        if (isCuda)
        {
            Add(device, "float16", Torch(TrainingPrecision.Half, HalfFormat.Float16));
        }

        Add("managed", "float32", new Trainer(Options(arguments, TrainingPrecision.Single)));
        Add("managed", "float16", new Trainer(Options(arguments, TrainingPrecision.Half)));
        return new Report("16 bits beside 32 on a spiking network", table)
        {
            File = isCuda ? "half-cuda" : null,
            Notes =
            [
                "Exits: each layer's own answer, the nearest of the classes' targets. Head: a linear layer of the last layer's spikes. Signals: what a step needs "
                    + "besides parameters and moments; libtorch's with autograd's graph of a layer and its parameters' gradients.",
                "libtorch keeps parameters and moments in 32 bits and computes in 16, the managed engine keeps them in 16 and computes in 32.",
                $"{Engine.Version} {PassiveThreads.Note}",
            ],
        };

        TorchSharpTrainer Torch(TrainingPrecision precision, HalfFormat format) => new(Options(arguments, precision), new TorchSharpOptions
        {
            Device = isCuda ? TrainingDevice.Cuda : TrainingDevice.Cpu,
            HalfFormat = format,
        });

        void Add(string engine, string numbers, Trainer trainer)
        {
            TrainingResult result = trainer.Train(spec, train);
            TrainingReport report = result.Report;
            string exits = string.Join(" / ", Enumerable.Range(1, result.Network.LayerCount)
                .Select(e => Error(result.Network, test, e).ToString("F2", CultureInfo.InvariantCulture)));
            table.Add(
                engine, numbers, exits, Error(result.Network, test, null), report.TrainSeconds, report.SamplesPerSecond, report.ParameterBytes / 1024.0,
                report.SignalBytes / 1024.0);
        }
    }

    private static TrainingOptions Options(Arguments arguments, TrainingPrecision precision) => new()
    {
        Epochs = arguments.Int("epochs", 1),
        BatchSize = 128,
        Optimizer = new AdamSpec { LearningRate = (float)arguments.Number("lr", 5e-4) },
        Schedule = LearningRateSchedule.Constant,
        ValidationFraction = 0,
        Seed = arguments.Int("seed", 1),
        Threads = arguments.Int("threads", 0),
        Precision = precision,

        // In 16 bits nothing is pipelined.
        Pipeline = PipelineMode.Off,
    };

    private static double Error(Network network, Dataset data, int? exit) => 100 * (1 - Evaluation.Of(network, data, exit).Accuracy);
}
