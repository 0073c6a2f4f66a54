using System.Globalization;
using SigProp.Training;

namespace SigProp.Cli.Output;

/// <summary>How a spiking network is at work, for people to read.</summary>
internal static class SpikeText
{
    public static void Write(TextWriter writer, SpikeActivity activity)
    {
        writer.WriteLine($"At work on {Format.Of((int)Math.Min(activity.Rows, int.MaxValue), "row", "rows")}; operations are a row's:");
        var table = new TextTable(1, "layer", "neurons", "silent", "spikes a step", "by step", "synaptic operations", "multiply-adds", "without spikes");
        foreach (LayerActivity layer in activity.Layers)
        {
            table.Add(
                layer.Name,
                layer.Neurons > 0 ? Format.Count(layer.Neurons) : "",
                layer.Neurons > 0 ? Format.Count(layer.SilentNeurons) : "",
                layer.Neurons > 0 ? Format.Fraction(layer.SpikeRate) : "",
                string.Join(' ', layer.SpikesPerStep.Select(s => s.ToString("F2", CultureInfo.InvariantCulture))),
                Operations(layer.SynapticOperations),
                Operations(layer.MultiplyAdds),
                Operations(layer.DenseMultiplyAdds));
        }

        table.Add("sum", "", "", "", "", Operations(activity.SynapticOperations), Operations(activity.MultiplyAdds), Operations(activity.DenseMultiplyAdds));
        table.Write(writer);
    }

    private static string Operations(double count) => Format.Count((long)Math.Round(count));
}
