namespace SigProp.Optimizers;

/// <summary>The numbers of one step of Adam.</summary>
internal readonly struct AdamFactors
{
    /// <summary>What a gradient is multiplied by.</summary>
    public float Scale { get; init; }

    /// <summary>What of w is added to a gradient: decay in Adam's way.</summary>
    public float Decay { get; init; }

    /// <summary>What w is multiplied by: decay in AdamW's way.</summary>
    public float Keep { get; init; }

    /// <summary>b1.</summary>
    public float Keep1 { get; init; }

    /// <summary>1 - b1.</summary>
    public float Rest1 { get; init; }

    /// <summary>b2.</summary>
    public float Keep2 { get; init; }

    /// <summary>1 - b2.</summary>
    public float Rest2 { get; init; }

    /// <summary>lr c2 / c1, with the moments' corrections c1 = 1 - b1^k and c2 = sqrt(1 - b2^k).</summary>
    public float Rate { get; init; }

    /// <summary>eps c2.</summary>
    public float Epsilon { get; init; }
}
