using System.Globalization;
using SigProp.Benchmarks;
using SigProp.Training;

namespace SigProp.TorchSharp.Benchmarks;

/// <summary>A spiking network of two dense layers, trained by signal propagation in 32 and in 16 bits, by libtorch and by the managed engine: test error, memory and
/// throughput. Threshold 0.5, Adam, batch 128, a constant rate.</summary>
internal static class HalfPrecision
{
    public static object Run(Arguments arguments)
    {
        var runs = new HalfRuns(arguments);
        bool isCuda = runs.Device == TrainingDevice.Cuda;
        var table = new ResultTable(
            $"{runs.Set}, spiking 784-{runs.Hidden}-{runs.Hidden}-10, {runs.Steps} steps, {runs.Train.Count:N0} rows, {runs.Epochs} epoch{(runs.Epochs == 1 ? "" : "s")}: "
                + "test error in %, and what training takes",
            new("engine", "engine"), new("numbers", "numbers"), new("exits", "exits"), new("head", "head", 2), new("seconds", "seconds", 1),
            new("samples/s", "samples_per_second"), new("parameters and moments, KiB", "parameter_kib"), new("signals, KiB", "signal_kib"));
        foreach (string numbers in isCuda ? ["float32", "bfloat16", "float16"] : new[] { "float32", "bfloat16" })
        {
            Add(isCuda ? "libtorch, cuda" : "libtorch, cpu", numbers, runs.Result("libtorch", numbers));
        }

        Add("managed", "float32", runs.Result("managed", "float32"));
        Add("managed", "float16", runs.Result("managed", "float16"));
        return new Report("16 bits beside 32 on a spiking network", table)
        {
            File = isCuda ? "half-cuda" : null,
            Notes =
            [
                "Exits: each layer's own answer, the nearest of the classes' targets. Head: a linear layer of the last layer's spikes. Signals: what a step needs "
                    + "besides parameters and moments; libtorch's with autograd's graph of a layer and its parameters' gradients"
                    + (isCuda ? ", by how much the driver's count of the GPU's memory in use has grown, each run in a process of its own." : "."),
                "libtorch keeps parameters and moments in 32 bits and computes in 16, the managed engine keeps them in 16 and computes in 32.",
                $"{Engine.Version} {PassiveThreads.Note}",
            ],
        };

        void Add(string engine, string numbers, HalfResult result)
        {
            string exits = string.Join(" / ", result.Exits.Select(e => e.ToString("F2", CultureInfo.InvariantCulture)));
            table.Add(
                engine, numbers, exits, result.Head, result.Seconds, result.SamplesPerSecond, result.ParameterBytes / 1024.0, result.SignalBytes / 1024.0);
        }
    }
}
