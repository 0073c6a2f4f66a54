using System.Text.Json.Serialization;

namespace SigProp.Optimizers;

/// <summary>How a layer turns gradients into updates; plain data. Every layer has its own state.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(SgdSpec), "sgd")]
[JsonDerivedType(typeof(AdamSpec), "adam")]
[JsonDerivedType(typeof(AdamWSpec), "adamw")]
public abstract record OptimizerSpec
{
    /// <summary>The step size before the schedule scales it, above 0; default 0.001 (0.1 for <see cref="SgdSpec"/>).</summary>
    public float LearningRate { get; init; } = 1e-3f;

    /// <summary>How much weights shrink, at least 0; default 0. Biases and normalisation parameters are left alone.
    /// <see cref="AdamWSpec"/> decouples it from the gradient; the others add it to the gradient (L2).</summary>
    public float WeightDecay { get; init; }

    internal virtual void Validate(List<string> errors)
    {
        ValidatePositive(LearningRate, nameof(LearningRate), errors);
        if (!(WeightDecay >= 0 && float.IsFinite(WeightDecay)))
        {
            errors.Add($"WeightDecay is {WeightDecay}; it must be at least 0 and finite.");
        }
    }

    internal abstract UpdateRule CreateRule();

    private protected static void ValidatePositive(float value, string name, List<string> errors)
    {
        if (!(value > 0 && float.IsFinite(value)))
        {
            errors.Add($"{name} is {value}; it must be above 0 and finite.");
        }
    }

    private protected static void ValidateFraction(float value, string name, List<string> errors)
    {
        if (!(value >= 0 && value < 1))
        {
            errors.Add($"{name} is {value}; it must lie in [0, 1).");
        }
    }
}
