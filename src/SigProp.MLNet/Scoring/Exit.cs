using System.Globalization;

namespace SigProp.MLNet;

/// <summary>Where rows leave a network: at the head, at a layer, or at the first layer that is sure enough.</summary>
/// <param name="Margin">By how much a layer's most probable class must lead the second; null where that is not asked.</param>
/// <param name="Layer">The layer that answers for all rows, from 1; null for the head.</param>
internal readonly record struct Exit(double? Margin, int? Layer)
{
    /// <summary>Whether a column tells where each row left.</summary>
    public bool HasDepth => Margin is not null || Layer is not null;

    /// <summary>Whether a network can be left so.</summary>
    public bool Suits(Network network) => !HasDepth || Unsuitable(network) is null;

    /// <summary>Refuses what is no exit of a network.</summary>
    /// <exception cref="ArgumentException">Tells why.</exception>
    public void ThrowIfUnsuitable(Network network)
    {
        if (Unsuitable(network) is string reason)
        {
            throw new ArgumentException(reason);
        }
    }

    private string? Unsuitable(Network network)
        => (Margin is null) == (Layer is null) ? "Either a margin or a layer must be given, and not both."
        : Margin is double margin && !(margin >= 0 && margin <= 1) ? string.Create(CultureInfo.InvariantCulture, $"The margin is {margin}; it must lie in [0, 1].")
        : Layer is int layer && (layer < 1 || layer > network.LayerCount)
            ? $"The layer is {layer}; it must lie between 1 and the number of layers, {network.LayerCount}."
        : network.Spec.TreeBudget is not null ? "The model searches a tree, which finds no probabilities to exit by."
        : !network.HasExits ? "The layers of this network cannot answer: only signal propagation with one target a class trains them to."
        : null;
}
