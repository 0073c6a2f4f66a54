using System.Globalization;
using SigProp.Benchmarks;
using SigProp.Training;

namespace SigProp.TorchSharp.Benchmarks;

/// <summary>VGG8b on CIFAR-10, by each learning rule in turn, with the columns of the paper's tables: I and II for VGG8b, III and IV for VGG8b(2x).</summary>
internal static class Vgg8bTable
{
    private const double MiB = 1 << 20;
    private const double Micro = 1e6;

    public static object Run(Arguments arguments)
    {
        var all = new Vgg8bRuns(arguments);
        if (all.Trainer.WhyManaged is string why)
        {
            Console.Error.WriteLine(why);
        }

        Console.Error.WriteLine($"{all.Settings.Key}: {all.Data.Train.Count:N0} rows to learn from, {all.Data.Test.Count:N0} to test on, device {all.Trainer.Device}");
        return Report(all.Settings, all.Data, [.. all.Rules.Select(rule => (rule, all.Result(rule)))]);
    }

    private static Report Report(Vgg8bSettings settings, CifarBatches data, List<(Vgg8bRule Rule, Vgg8bResult Result)> runs)
    {
        string title = $"{settings.Network} on CIFAR-10{(settings.Steps > 0 ? $": a trial of {settings.Pace}" : "")}";
        string bits = settings.IsHalf ? settings.Torch.HalfFormat.ToString().ToLowerInvariant() : settings.Torch.TensorFloat32 ? "float32 (products TF32)" : "float32";
        var table = new ResultTable(
            $"Batch {settings.Training.BatchSize}, {bits}: time a sample in us, memory a batch in MiB, test error in %",
            new("rule", "rule"), new("device", "device"), new("time", "time_us", 1), new("± time", "time_deviation_us", 1), new("memory", "memory_mib", 2),
            new("± memory", "memory_deviation_mib", 2), new("most of a layer", "memory_most_mib", 2), new("whole step, us", "step_us", 1),
            new("whole step, MiB", "step_mib", 2), new("best epoch", "best_epoch"), new("test error", "best_error", 2), new("last epoch's", "last_error", 2));
        var layers = new ResultTable("By layer: time a sample in us, memory a batch in MiB", new("rule", "rule"), new("layer", "layer"), new("time", "time_us", 1), new("memory", "memory_mib", 2));
        foreach ((Vgg8bRule rule, Vgg8bResult result) in runs)
        {
            double[] epochs = [.. result.EpochSeconds.Select(s => Micro * s)];
            double[] times = result.IsLocal ? [.. result.Local.Select(l => Micro * l.SecondsPerSample)] : epochs;
            double[] memory = result.IsLocal ? [.. result.Local.Select(l => l.SignalBytes / MiB)] : [result.SignalBytes / MiB];
            bool knowsLayers = memory.Any(m => m > 0);
            table.Add(
                rule.Title, result.Device, times.Average(), Deviation(times), knowsLayers ? memory.Average() : null, knowsLayers ? Deviation(memory) : null,
                knowsLayers ? memory.Max() : null, epochs.Average(), result.SignalBytes / MiB,
                string.Create(CultureInfo.InvariantCulture, $"{result.BestEpoch} ({result.FirstNearBest})"), result.BestError, result.Errors[^1]);
            foreach (LayerReport layer in result.IsLocal ? result.Layers : [])
            {
                layers.Add(rule.Title, layer.Name, Micro * layer.SecondsPerSample, layer.SignalBytes > 0 ? layer.SignalBytes / MiB : null);
            }
        }

        string file = (settings.Width == 2 ? "vgg8b-2x" : "vgg8b") + (settings.Steps > 0 ? "-trial" : "");
        return new Report(title, table, layers) { File = file, Notes = Notes(settings, data) };
    }

    /// <summary>The paper's figures (tables I and III), which are of 400 epochs; none for other widths.</summary>
    private static string[] Paper(double width) => width switch
    {
        1 => ["The paper's, on a GeForce GTX 1080 (table I; its time is headed s): BP 12.29 ± 0.02, 22.00 MiB, best epoch 319 (198), error 5.99; LL-BP 8.11 ± 14.40, 8.85 ± 8.06 MiB, 266 (164), "
            + "5.58; LL-FA 8.50 ± 29.86, 13.03 ± 10.61 MiB, 309 (201), 9.02; SP 5.91 ± 7.40, 6.19 ± 1.57 MiB, 313 (207), 8.34."],
        2 => ["The paper's, on a GeForce GTX 1080 (table III; its time is headed s): SP with dense targets 14.48 ± 54.29, 14.04 ± 6.39 MiB, best epoch 273 (207), error 7.60; "
            + "with sparse targets 9.56 ± 29.02, 10.74 ± 65.10 MiB, 340 (219), 7.71."],
        _ => [],
    };

    private static IReadOnlyList<string> Notes(Vgg8bSettings settings, CifarBatches data) =>
    [
        $"{data.Train.Count:N0} rows to learn from (of {data.Files} of the {CifarBatches.AllFiles} files of 10,000), {data.Test.Count:N0} to test on; {settings.Key}."
            + (settings.Steps > 0 ? " A trial: its errors mean nothing, and its times hold the first steps, which are slower." : ""),
        "Time and memory: of the rules that learn layer by layer the mean over the seven layers with its standard deviation, which table I has too, and the layer that takes most; of "
            + "BP the whole network's, with the deviation over epochs. A layer's time is of its forward pass, loss, gradient and update. Whole step: all layers, "
            + "the head and what lies between, without testing; its memory is what is there at once, besides parameters and moments. Memory is that of the tensors; on a "
            + "GPU a whole step's is by how much its driver's count of memory in use has grown, with the scratch of convolutions: each rule runs in a process of its own "
            + "there, and no other program is to use the GPU meanwhile.",
        "Best epoch: that of the least test error, and the first within 0.5 % of it, as in the paper; so the column `test error` is chosen on the test rows, and "
            + "the last epoch's is not. LL-BP and LL-FA: local losses predsim (Nøkland and Eidnes 2019).",
        .. Paper(settings.Width),
        $"{Engine.Version}{(settings.Torch.Device == TrainingDevice.Cpu ? " " + PassiveThreads.Note : "")}",
    ];

    private static double Deviation(double[] values) => Math.Sqrt(values.Sum(v => (v - values.Average()) * (v - values.Average())) / values.Length);
}
