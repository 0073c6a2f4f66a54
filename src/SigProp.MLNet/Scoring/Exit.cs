namespace SigProp.MLNet;

/// <summary>Where rows leave a network: at the head, at a layer, or at the first layer that is sure enough.</summary>
/// <param name="Margin">By how much a layer's most probable class must lead the second; null where that is not asked.</param>
/// <param name="Layer">The layer that answers for all rows, from 1; null for the head.</param>
internal readonly record struct Exit(double? Margin, int? Layer)
{
    /// <summary>Whether a column tells where each row left.</summary>
    public bool HasDepth => Margin is not null || Layer is not null;

    /// <summary>Whether a network can be left so.</summary>
    public bool Suits(Network network) => !HasDepth || (network.HasExits && network.Spec.TreeBudget is null
        && Margin is null or (>= 0 and <= 1) && (Layer is null || (Margin is null && Layer >= 1 && Layer <= network.LayerCount)));
}
