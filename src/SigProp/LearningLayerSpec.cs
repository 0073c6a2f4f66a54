namespace SigProp;

/// <summary>What the layers that learn have in common: an affine map, optional normalisation, an activation and optional dropout make the unit that
/// learns.</summary>
public abstract record LearningLayerSpec : LayerSpec
{
    internal const float DefaultSlope = 0.01f;

    /// <summary>This layer's loss; the network's <see cref="NetworkSpec.Loss"/> where null (default).</summary>
    public LocalLossKind? Loss { get; init; }

    /// <summary>The non-linearity f; default <see cref="Activation.LeakyReLU"/>.</summary>
    public Activation Activation { get; init; } = Activation.LeakyReLU;

    /// <summary>The slope of <see cref="Activation.LeakyReLU"/> below zero, in [0, 1); default 0.01.</summary>
    public float NegativeSlope { get; init; } = DefaultSlope;

    /// <summary>Batch normalisation before the activation (Ioffe and Szegedy 2015), with statistics from the inputs alone, a unit's or a
    /// channel's; default false.</summary>
    public bool BatchNormalization { get; init; }

    /// <summary>Probability with which an output is set to zero in training, in [0, 1); targets are never dropped; default 0.</summary>
    public float Dropout { get; init; }

    internal override void Validate(string where, List<string> errors)
    {
        if (!Enum.IsDefined(Activation))
        {
            errors.Add($"{where}: Activation {(int)Activation} is unknown; choose {string.Join(", ", Enum.GetNames<Activation>())}.");
        }

        if (!(NegativeSlope >= 0 && NegativeSlope < 1))
        {
            errors.Add($"{where}: NegativeSlope is {NegativeSlope}; it must lie in [0, 1).");
        }

        ValidateRate(where, nameof(Dropout), Dropout, errors);
    }

    private protected static void ValidateRate(string where, string name, float rate, List<string> errors)
    {
        if (!(rate >= 0 && rate < 1))
        {
            errors.Add($"{where}: {name} is {rate}; it must lie in [0, 1).");
        }
    }
}
