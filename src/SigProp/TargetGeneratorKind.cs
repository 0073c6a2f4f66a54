namespace SigProp;

/// <summary>What the first targets are made of (section III-D).</summary>
public enum TargetGeneratorKind
{
    /// <summary>Of the class alone: <c>t1 = f(S1 c + d1)</c> (Eq 1). One target a class, so that every layer can answer.</summary>
    TargetOnly,

    /// <summary>Of the class and the input: <c>t1 = h1 f(S1 c + d1) + f(S2 c + d2)</c> (Eq 10). One target a sample.</summary>
    TargetInput,

    /// <summary>Of the class and the network's prediction y: <c>t1 = f(S1 y + S1 y* + d1)</c> (Eq 11). One target a sample; each step begins with a
    /// prediction.</summary>
    TargetLoop,

    /// <summary>Of the last layer's output, corrected by the prediction layer's error: <c>t1 = f(S1 (h_L - eta dL/dh_L) + d1)</c> (Eq 12). One target
    /// a sample; each step begins with a prediction.</summary>
    CorrectedTargetLoop,

    /// <summary>Of the target itself, by the first layer's own weights: <c>t1 = f(W1 y* + b1)</c> (section III-A). For regression whose targets have
    /// the input's shape. One target a sample.</summary>
    Shared,
}
