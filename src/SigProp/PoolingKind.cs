namespace SigProp;

/// <summary>What a pooling window gives.</summary>
public enum PoolingKind
{
    /// <summary>Its largest value.</summary>
    Max,

    /// <summary>The mean of its values.</summary>
    Average,
}
