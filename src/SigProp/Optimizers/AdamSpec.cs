namespace SigProp.Optimizers;

/// <summary>Adam (Kingma and Ba 2015), bias-corrected; the paper's optimizer.</summary>
public record AdamSpec : OptimizerSpec
{
    /// <summary>Decay of the gradient's running mean, in [0, 1); default 0.9.</summary>
    public float Beta1 { get; init; } = 0.9f;

    /// <summary>Decay of the squared gradient's running mean, in [0, 1); default 0.999.</summary>
    public float Beta2 { get; init; } = 0.999f;

    /// <summary>Added to the denominator, above 0; default 1e-8.</summary>
    public float Epsilon { get; init; } = 1e-8f;

    internal override void Validate(List<string> errors)
    {
        base.Validate(errors);
        ValidateFraction(Beta1, nameof(Beta1), errors);
        ValidateFraction(Beta2, nameof(Beta2), errors);
        ValidatePositive(Epsilon, nameof(Epsilon), errors);
    }

    internal override UpdateRule CreateRule() => new AdamRule(Beta1, Beta2, Epsilon, decoupledDecay: false);
}
