namespace SigProp.Spiking;

/// <summary>Makes a network spiking (section VI): its layers' outputs are the currents of neurons that charge, fire and reset for some steps. The
/// head predicts from the mean of the last layer's spikes over the steps.</summary>
public sealed record SpikingSpec
{
    private const int MostSteps = 1 << 16;
    private const float DefaultTimeConstant = 2f;
    private const float DefaultSlope = 1f;

    /// <summary>Steps that each row is shown for, 1 to 65,536; default 4.</summary>
    public int Steps { get; init; } = 4;

    /// <summary>How neurons charge; default <see cref="NeuronKind.IntegrateAndFire"/>.</summary>
    public NeuronKind Neuron { get; init; } = NeuronKind.IntegrateAndFire;

    /// <summary>The time constant tau of <see cref="NeuronKind.LeakyIntegrateAndFire"/>, in steps, above 1; default 2.</summary>
    public float TimeConstant { get; init; } = DefaultTimeConstant;

    /// <summary>What a spike leaves of the voltage; default <see cref="NeuronReset.Hard"/>.</summary>
    public NeuronReset Reset { get; init; } = NeuronReset.Hard;

    /// <summary>The voltage at which a neuron fires, above 0; default 0.5. The paper trains backpropagation and shallow networks with 1.</summary>
    public float Threshold { get; init; } = 0.5f;

    /// <summary>What the local losses compare; default <see cref="SpikingLearningSignal.Surrogate"/>.</summary>
    public SpikingLearningSignal LearningSignal { get; init; } = SpikingLearningSignal.Surrogate;

    /// <summary>The surrogate of <see cref="SpikingLearningSignal.Surrogate"/>; default <see cref="SurrogateKind.ArcTangent"/>.</summary>
    public SurrogateKind Surrogate { get; init; } = SurrogateKind.ArcTangent;

    /// <summary>The surrogate's derivative at the threshold, above 0; default 1.</summary>
    public float SurrogateSlope { get; init; } = DefaultSlope;

    /// <summary>How features reach the first layer in time; default <see cref="SpikingInput.ConstantCurrent"/>.</summary>
    public SpikingInput Input { get; init; } = SpikingInput.ConstantCurrent;

    internal void Validate(List<string> errors)
    {
        if (Steps < 1)
        {
            errors.Add($"Spiking: Steps is {Steps}; neurons need at least 1 step to charge and fire.");
        }
        else if (Steps > MostSteps)
        {
            errors.Add($"Spiking: Steps is {Steps}; there can be {MostSteps} at most.");
        }

        if (!(Threshold > 0 && float.IsFinite(Threshold)))
        {
            errors.Add($"Spiking: Threshold is {Threshold}; it must be above 0 and finite, or neurons would fire without any current.");
        }

        ValidateKind(Neuron, nameof(Neuron), errors);
        ValidateKind(Reset, nameof(Reset), errors);
        ValidateKind(LearningSignal, nameof(LearningSignal), errors);
        ValidateKind(Surrogate, nameof(Surrogate), errors);
        ValidateKind(Input, nameof(Input), errors);
        if (!(TimeConstant > 1 && float.IsFinite(TimeConstant)))
        {
            errors.Add($"Spiking: TimeConstant is {TimeConstant}; it must be above 1 and finite: at 1 a neuron forgets all that it has gathered.");
        }
        else if (TimeConstant != DefaultTimeConstant && Neuron == NeuronKind.IntegrateAndFire)
        {
            errors.Add($"Spiking: TimeConstant is {TimeConstant}, and {Neuron} does not leak; choose {NeuronKind.LeakyIntegrateAndFire}, or leave TimeConstant out.");
        }

        if (!(SurrogateSlope > 0 && float.IsFinite(SurrogateSlope)))
        {
            errors.Add($"Spiking: SurrogateSlope is {SurrogateSlope}; it must be above 0 and finite.");
        }
        else if (LearningSignal == SpikingLearningSignal.Voltage && (SurrogateSlope != DefaultSlope || Surrogate != SurrogateKind.ArcTangent))
        {
            errors.Add("Spiking: a surrogate is chosen, and the LearningSignal Voltage uses none; choose Surrogate, or leave Surrogate and SurrogateSlope out.");
        }
    }

    private static void ValidateKind<T>(T value, string name, List<string> errors)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            errors.Add($"Spiking: {name} {value} is unknown; choose {string.Join(" or ", Enum.GetNames<T>())}.");
        }
    }
}
