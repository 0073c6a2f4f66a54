namespace SigProp.Optimizers;

/// <summary>Adam (Kingma and Ba 2015), bias-corrected; the paper's optimizer.</summary>
public sealed record AdamSpec : AdaptiveMomentSpec
{
    internal override UpdateRule CreateRule() => new AdamRule(Beta1, Beta2, Epsilon, decoupledDecay: false);
}
