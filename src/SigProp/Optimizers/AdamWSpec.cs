namespace SigProp.Optimizers;

/// <summary>Adam with weight decay decoupled from the gradient (Loshchilov and Hutter 2019).</summary>
public sealed record AdamWSpec : AdaptiveMomentSpec
{
    /// <summary>Makes the specification with a weight decay of 0.01.</summary>
    public AdamWSpec() => WeightDecay = 0.01f;

    internal override UpdateRule CreateRule() => new AdamRule(Beta1, Beta2, Epsilon, decoupledDecay: true);
}
