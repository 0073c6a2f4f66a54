namespace SigProp;

/// <summary>The connections that a learning rule needs besides those that answer (Fig 1).</summary>
public enum FeedbackConnections
{
    /// <summary>None: what is learned from comes forward.</summary>
    None,

    /// <summary>From an auxiliary network of each layer back to that layer.</summary>
    WithinLayer,

    /// <summary>From the output to the first layer alone.</summary>
    OutputToInput,

    /// <summary>From the output straight to each layer.</summary>
    OutputToLayers,

    /// <summary>From each layer to the one before it.</summary>
    LayerToLayer,
}
