using SigProp.Numerics;
using SigProp.Spiking;

namespace SigProp.Training;

/// <summary>Every spike of one row on its way through a spiking network: what a raster shows.</summary>
public sealed record SpikeRecord
{
    /// <summary>Each layer's spikes, in order.</summary>
    public required IReadOnlyList<LayerSpikes> Layers { get; init; }

    /// <summary>Records the spikes of one row.</summary>
    /// <param name="network">A spiking network.</param>
    /// <param name="features">As many features as the network takes.</param>
    /// <exception cref="ArgumentException">The network does not spike, or the features do not fit it.</exception>
    public static SpikeRecord Of(Network network, ReadOnlySpan<float> features)
    {
        ArgumentNullException.ThrowIfNull(network);
        SpikingSpec spiking = network.Spec.Spiking ?? throw new ArgumentException("The network does not spike (Spiking is null).", nameof(network));
        if (features.Length != network.InputWidth)
        {
            throw new ArgumentException($"The network takes {network.InputWidth} features; {features.Length} were given.", nameof(features));
        }

        Guard.AllFinite(features, nameof(features));
        using var context = new ComputeContext(1);
        var layers = new List<LayerSpikes>();
        new SpikeCounter(network, context).Count(features, 1, (layer, voltages) => layers.Add(new LayerSpikes(
            $"layer{layer + 1}", spiking.Steps, [.. voltages.Elements.ToArray().Select(v => v >= spiking.Threshold)])));
        return new SpikeRecord { Layers = layers };
    }
}
