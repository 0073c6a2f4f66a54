namespace SigProp.Optimizers;

/// <summary>Stochastic gradient descent, plain, with momentum, or with Nesterov's momentum (Sutskever et al. 2013).</summary>
public sealed record SgdSpec : OptimizerSpec
{
    /// <summary>Makes the specification with a learning rate of 0.1.</summary>
    public SgdSpec() => LearningRate = 0.1f;

    /// <summary>How much of the previous step is kept, in [0, 1); default 0.</summary>
    public float Momentum { get; init; }

    /// <summary>Whether to look ahead along the momentum; needs Momentum above 0; default false.</summary>
    public bool Nesterov { get; init; }

    internal override void Validate(List<string> errors)
    {
        base.Validate(errors);
        ValidateFraction(Momentum, nameof(Momentum), errors);
        if (Nesterov && Momentum == 0)
        {
            errors.Add("Nesterov is set but Momentum is 0; Nesterov's method needs a Momentum above 0, such as 0.9.");
        }
    }

    internal override UpdateRule CreateRule() => Momentum == 0 ? new SgdRule() : new MomentumRule(Momentum, Nesterov);
}
