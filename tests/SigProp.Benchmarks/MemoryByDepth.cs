using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace SigProp.Benchmarks;

/// <summary>Peak memory, managed and native, of training runs of growing depth, each in a process of its own. Signal propagation's peak is data +
/// parameters + optimizer state + a constant; backpropagation's grows by a batch of every layer's outputs.</summary>
internal static class MemoryByDepth
{
    private const double MiB = 1 << 20;

    private static readonly (string Name, string Value)[] s_environment =
    [
        ("DOTNET_gcServer", "0"),
        ("DOTNET_gcConcurrent", "0"),
        ("DOTNET_GCgen0size", "400000"),
        ("DOTNET_TieredCompilation", "0"),
    ];

    public static object Run(Arguments arguments)
    {
        int[] depths = arguments.Ints("layers", 2, 4, 8, 16, 32);
        int hidden = arguments.Int("hidden", 400), batch = arguments.Int("batch", 1_024);
        string[] options = [.. new[] { "hidden", "batch", "rows", "epochs", "threads", "validation" }.Where(o => arguments.Text(o, "").Length > 0)
            .SelectMany(o => new[] { $"--{o}", arguments.Text(o, "") })];
        var table = new ResultTable(
            $"Peak memory of training 784-Lx{hidden}-10, batch {batch:N0}, Adam, in MiB",
            new("rule", "rule"), new("layers", "layers"), new("peak", "peak_mib", 1), new("data", "data_mib", 1), new("parameters", "parameters_mib", 1),
            new("optimizer", "optimizer_mib", 1), new("class targets", "targets_mib", 2), new("best epoch's copy", "snapshot_mib", 1),
            new("idle process", "process_mib", 1), new("rest", "rest_mib", 1), new("of it signals", "signals_mib", 1));
        var notes = new List<string>();
        long idle = Measure("none", 1, []).Peak;
        foreach (string rule in new[] { "sp", "bp" })
        {
            var rests = new List<double>();
            foreach (int layers in depths)
            {
                MemoryParts parts = Measure(rule, layers, options);
                long rest = parts.Peak - parts.Known - idle;
                rests.Add(rest / MiB);
                table.Add(
                    rule, layers, parts.Peak / MiB, parts.Data / MiB, parts.Parameters / MiB, parts.Optimizer / MiB, parts.Targets / MiB,
                    parts.Snapshot / MiB, idle / MiB, rest / MiB, parts.Signals / MiB);
            }

            if (depths.Length > 1)
            {
                notes.Add($"{rule}: the rest grows by {1024 * Slope(depths, rests):N0} KiB a layer (least squares); "
                    + $"a layer's outputs of a batch are {batch * hidden * sizeof(float) / 1024:N0} KiB.");
            }
        }

        notes.Add("Every run is a process of its own (`memory-run`) with " + string.Join(", ", s_environment.Select(e => $"{e.Name}={e.Value}"))
            + "; the idle process starts, does nothing and ends. rest = peak - data - parameters - optimizer - class targets - best epoch's copy - idle process.");
        return new Report("Memory by depth", table) { Notes = notes };
    }

    private static MemoryParts Measure(string rule, int layers, string[] options)
    {
        ProcessStartInfo start = Itself.Start(["memory-run", "--rule", rule, "--layers", layers.ToString(CultureInfo.InvariantCulture), .. options]);
        start.RedirectStandardOutput = true;
        foreach ((string name, string value) in s_environment)
        {
            start.Environment[name] = value;
        }

        using Process child = Process.Start(start)!;
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0
            ? JsonSerializer.Deserialize<MemoryParts>(output)!
            : throw new IOException($"The run of {layers} layers by {rule} ended with code {child.ExitCode}.");
    }

    /// <summary>The slope of the line that fits best.</summary>
    private static double Slope(int[] x, List<double> y)
    {
        double middleX = x.Average(), middleY = y.Average();
        return x.Select((value, i) => (value - middleX) * (y[i] - middleY)).Sum() / x.Sum(value => (value - middleX) * (value - middleX));
    }
}
