using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SigProp.Benchmarks;

namespace SigProp.TorchSharp.Benchmarks;

/// <summary>Memory of a step by libtorch's CPU and by the managed engine: of dense networks of growing depth, and of VGG8b. Signal propagation's does not grow with
/// depth, for a layer's graph is gone before the next layer runs; backpropagation's grows by a batch of every layer's outputs.</summary>
internal static class MemoryByDepth
{
    private const double MiB = 1 << 20;

    private static readonly (string Name, string Value)[] s_environment =
    [
        ("DOTNET_gcServer", "0"),
        ("DOTNET_gcConcurrent", "0"),
        ("DOTNET_GCgen0size", "400000"),
        ("DOTNET_TieredCompilation", "0"),
        ("OMP_WAIT_POLICY", "PASSIVE"),
    ];

    private static readonly (string Key, string Name)[] s_rules = [("sp", "SP"), ("sp-sparse", "SP, sparse targets"), ("bp", "BP")];

    private static Column[] Columns { get; } =
    [
        new("libtorch, signals", "libtorch_signals_mib", 2), new("costliest layer", "libtorch_layer_mib", 2), new("managed, signals", "managed_signals_mib", 2),
        new("libtorch, resident", "libtorch_resident_mib", 1), new("managed, resident", "managed_resident_mib", 1),
    ];

    public static object Run(Arguments arguments)
    {
        int[] depths = arguments.Ints("layers", 2, 4, 8, 16, 32);
        int hidden = arguments.Int("hidden", 800), batch = arguments.Int("batch", 128), vggBatch = arguments.Int("vgg-batch", 128);
        double width = arguments.Number("width", 1);
        string[] threads = ["--threads", Text(arguments.Int("threads", Environment.ProcessorCount))];
        var dense = new ResultTable(
            $"784-{hidden}xN-10, batch {batch}, Adam: memory of a step in MiB", [new("rule", "rule"), new("layers", "layers"), .. Columns]);
        var notes = new List<string>();
        foreach ((string key, string name) in s_rules.Where(r => r.Key != "sp-sparse"))
        {
            var signals = new List<double>();
            foreach (int layers in depths)
            {
                string[] options = ["--rule", key, "--layers", Text(layers), "--hidden", Text(hidden), "--batch", Text(batch), .. threads];
                MemoryParts torch = Measure("cpu", options);
                signals.Add(torch.Signals / MiB);
                dense.Add([name, layers, .. Cells(torch, Measure("managed", options))]);
            }

            if (depths.Length > 1)
            {
                double slope = 1024 * (signals[^1] - signals[0]) / (depths[^1] - depths[0]);
                notes.Add($"{name}: libtorch's signals grow by {slope:N0} KiB a layer from {depths[0]} to {depths[^1]} layers; a layer's outputs of a batch are "
                    + $"{batch * hidden * sizeof(float) / 1024:N0} KiB, and a layer's parameters, or their gradients, {hidden * (hidden + 1) * sizeof(float) / 1024:N0} KiB.");
            }
        }

        string vgg = $"VGG8b{(width == 1 ? "" : $" x {Text(width)}")}, batch {vggBatch}";
        var images = new ResultTable($"{vgg}: memory of a step in MiB", [new("rule", "rule"), .. Columns]);
        var parts = new ResultTable($"{vgg}: memory of each layer's step in MiB", [new("rule", "rule"), new("layer", "layer"), new("libtorch", "libtorch_mib", 2), new("managed", "managed_mib", 2)]);
        foreach ((string key, string name) in s_rules)
        {
            string[] options = ["--network", "vgg8b", "--rule", key, "--width", Text(width), "--batch", Text(vggBatch), "--steps", "1", .. threads];
            MemoryParts torch = Measure("cpu", options), managed = Measure("managed", options);
            images.Add([name, .. Cells(torch, managed)]);
            foreach (MemoryParts.Layer layer in key == "bp" ? [] : torch.Layers)
            {
                parts.Add(name, layer.Name, layer.Bytes / MiB, managed.Layers.FirstOrDefault(l => l.Name == layer.Name)?.Bytes / MiB);
            }
        }

        notes.Add("Signals: all that is there at once besides parameters and moments. Of libtorch the tensors that are counted when a learner has its gradients: signals, autograd's "
            + "graph and the gradients of parameters, of BP those of all layers together. Of the managed engine its buffers, of which the one for parameters' gradients, "
            + "as large as the largest layer's, is left out. Resident: by how much the process's memory has grown in its steps.");
        notes.Add(FormattableString.Invariant($"VGG8b has the recipe's dropout, {Vgg8bSettings.RecipeDropout}, as `vgg8b` trains it; the dense networks have none."));
        notes.Add("Every run is a process of its own (`memory-run`) with " + string.Join(", ", s_environment.Select(e => $"{e.Name}={e.Value}")) + $". {Engine.Version}");
        return new Report("Memory of a step", dense, images, parts) { Notes = notes };
    }

    private static object?[] Cells(MemoryParts torch, MemoryParts managed)
        => [torch.Signals / MiB, torch.Layers.Max(l => l.Bytes) / MiB, managed.Signals / MiB, torch.Growth / MiB, managed.Growth / MiB];

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    private static MemoryParts Measure(string device, string[] options)
    {
        ProcessStartInfo start = Itself.Start(["memory-run", "--device", device, .. options]);
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
            : throw new IOException($"The run `{string.Join(' ', options)}` on the device {device} ended with code {child.ExitCode}.");
    }
}
