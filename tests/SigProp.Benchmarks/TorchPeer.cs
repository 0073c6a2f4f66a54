using System.Globalization;
using System.Text.Json.Nodes;

namespace SigProp.Benchmarks;

/// <summary>PyTorch's throughput by <c>peers/torch_throughput.py --best</c>.</summary>
internal static class TorchPeer
{
    public static Rates Measure(Arguments arguments, int hidden, int layers)
    {
        string output = PythonScript.Output(
            arguments, "torch_throughput.py", "torch", "--best",
            "--hidden", hidden.ToString(CultureInfo.InvariantCulture), "--layers", layers.ToString(CultureInfo.InvariantCulture));
        JsonNode result = JsonNode.Parse(output)!;
        double Figure(string name) => (double)result[$"{name}_samples_per_s"]!;
        return new Rates(
            null,
            new Rate(Figure("sigprop"), Figure("sigprop_median")),
            new Rate(Figure("backprop"), Figure("backprop_median")));
    }
}
