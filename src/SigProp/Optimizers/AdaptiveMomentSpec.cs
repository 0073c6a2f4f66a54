namespace SigProp.Optimizers;

/// <summary>What <see cref="AdamSpec"/> and <see cref="AdamWSpec"/> have in common: running means of the gradient and of its square.</summary>
public abstract record AdaptiveMomentSpec : OptimizerSpec
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
}
