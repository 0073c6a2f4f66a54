namespace SigProp.Optimizers;

/// <summary>One step's numbers.</summary>
internal readonly record struct UpdateStep
{
    /// <summary>The learning rate, scheduled.</summary>
    public float LearningRate { get; init; }

    /// <summary>What the gradient is multiplied by; below 1 where its norm is clipped.</summary>
    public float GradientScale { get; init; }

    /// <summary>Weight decay; 0 for parameters that do not decay.</summary>
    public float WeightDecay { get; init; }

    /// <summary>1 - beta1^count.</summary>
    public float Correction1 { get; init; }

    /// <summary>sqrt(1 - beta2^count).</summary>
    public float Correction2Root { get; init; }
}
