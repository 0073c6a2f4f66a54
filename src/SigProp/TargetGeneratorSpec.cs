namespace SigProp;

/// <summary>The target generator, which turns each class into the first layer's target (section III-D): target-only, t1 = f(S1 c + d1) (Eq 1).</summary>
public sealed record TargetGeneratorSpec
{
    /// <summary>Whether S1 and d1 learn (default) or stay as they were drawn.</summary>
    public bool Learned { get; init; } = true;
}
