namespace SigProp;

/// <summary>What turns the last layer's output into a prediction (section III-B, Fig 2).</summary>
public enum HeadKind
{
    /// <summary>A linear classifier trained by cross-entropy on the last layer's output (Fig 2b).</summary>
    Classifier,

    /// <summary>The class whose target is most like the last layer's output (Fig 2a, Eq 5); learns nothing of its own.</summary>
    NearestTarget,
}
