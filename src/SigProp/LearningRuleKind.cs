namespace SigProp;

/// <summary>How a network learns.</summary>
public enum LearningRuleKind
{
    /// <summary>Signal propagation (section III): each layer learns at once from its own loss, in one forward pass.</summary>
    SignalPropagation,

    /// <summary>Backpropagation of the classifier's error through all layers (Rumelhart et al. 1986).</summary>
    Backpropagation,

    /// <summary>The classifier alone learns, on layers that stay as they were drawn; the floor to compare with.</summary>
    Shallow,
}
