using SigProp.Data;
using SigProp.Numerics;
using SigProp.Spiking;

namespace SigProp.Training;

/// <summary>What a spiking network costs where spikes are what costs: its spikes, its synaptic operations beside the multiplications of the same network
/// without spikes, and its silent neurons.</summary>
public sealed record SpikeActivity
{
    /// <summary>Rows measured.</summary>
    public required long Rows { get; init; }

    /// <summary>Each layer, in order, and last the head, where there is one with weights.</summary>
    public required IReadOnlyList<LayerActivity> Layers { get; init; }

    /// <summary>Additions that spikes cause, a row.</summary>
    public double SynapticOperations => Layers.Sum(l => l.SynapticOperations);

    /// <summary>Multiplications with additions of what comes in as numbers, a row.</summary>
    public long MultiplyAdds => Layers.Sum(l => l.MultiplyAdds);

    /// <summary>Multiplications with additions of the same network without spikes, a row.</summary>
    public long DenseMultiplyAdds => Layers.Sum(l => l.DenseMultiplyAdds);

    /// <summary>Measures a spiking network over all rows of <paramref name="data"/>.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">Rows with as many features as the network takes; labels are not read.</param>
    /// <exception cref="ArgumentException">The network does not spike, or the data do not fit it, or there are no rows.</exception>
    public static SpikeActivity Of(Network network, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        SpikingSpec spiking = network.Spec.Spiking ?? throw new ArgumentException("The network does not spike (Spiking is null).", nameof(network));
        if (data.Width != network.InputWidth || data.Count == 0)
        {
            throw new ArgumentException(
                $"There are {data.Count} rows of {data.Width} features; the network takes {network.InputWidth}, and at least 1 row.", nameof(data));
        }

        using var context = new ComputeContext(1);
        var counter = new SpikeCounter(network, context);
        for (int first = 0; first < data.Count; first += counter.MaxRows)
        {
            int rows = Math.Min(counter.MaxRows, data.Count - first);
            counter.Count(data.Features.AsSpan(first * data.Width, rows * data.Width), rows);
        }

        var layers = new List<LayerActivity>();
        for (int i = 0; i <= network.LayerCount; i++)
        {
            if (i < network.LayerCount || !network.Head.NeedsTargets)
            {
                layers.Add(Describe(network, spiking, counter, i));
            }
        }

        return new SpikeActivity { Rows = counter.Rows, Layers = layers };
    }

    private static LayerActivity Describe(Network network, SpikingSpec spiking, SpikeCounter counter, int layer)
    {
        bool isHead = layer == network.LayerCount;
        bool takesNumbers = layer == 0 && spiking.Input is SpikingInput.ConstantCurrent or SpikingInput.TimeSeries;
        int neurons = isHead ? 0 : counter.OfNeurons[layer].Length;
        long dense = counter.MultiplyAdds(layer);
        int shown = spiking.Input == SpikingInput.TimeSeries ? spiking.Steps : 1;
        return new LayerActivity
        {
            Name = isHead ? "head" : $"layer{layer + 1}",
            Neurons = neurons,
            SilentNeurons = isHead ? 0 : counter.OfNeurons[layer].Count(spikes => spikes == 0),
            SpikesPerStep = isHead ? [] : [.. counter.OfSteps[layer].Select(spikes => (double)spikes / (counter.Rows * neurons))],
            SynapticOperations = takesNumbers ? 0 : counter.Operations[layer] / counter.Rows,
            MultiplyAdds = takesNumbers ? dense * shown : 0,
            DenseMultiplyAdds = dense * shown,
        };
    }
}
