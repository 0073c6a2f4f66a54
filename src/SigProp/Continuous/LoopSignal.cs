namespace SigProp.Continuous;

/// <summary>What the loop carries to the first hidden layer in the nudged phase; in the free phase it is always the output.</summary>
public enum LoopSignal
{
    /// <summary>The output o, which the nudge moves (Eq 13).</summary>
    Output,

    /// <summary>The output and the target, o + beta y* (Eq 11; the target weighs beta, so that both phases agree where beta is 0).</summary>
    OutputAndTarget,

    /// <summary>The output less its error, o - beta dL/do = o + 2 beta (y* - o) (Eq 12 with eta = beta).</summary>
    CorrectedOutput,
}
