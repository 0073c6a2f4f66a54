namespace SigProp;

/// <summary>How a layer's output is compared with the classes' targets (section III-B), for learning and for prediction.</summary>
public enum Comparison
{
    /// <summary>The dot product h t^T (Eq 6); the paper's choice.</summary>
    Dot,

    /// <summary>The squared Euclidean distance (Eq 7), negated so that the nearest target scores highest.</summary>
    SquaredDistance,
}
