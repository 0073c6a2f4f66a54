namespace SigProp;

/// <summary>Where a constraint on learning holds (Fig 1).</summary>
public enum ConstraintExtent
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>Between a layer and its own auxiliary network; layers do not wait for each other.</summary>
    WithinLayer,

    /// <summary>From layer to layer, until the gradients of the layers above have been learned to be predicted.</summary>
    UntilPredicted,

    /// <summary>From layer to layer.</summary>
    Network,
}
