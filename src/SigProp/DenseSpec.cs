namespace SigProp;

/// <summary>A fully connected layer: <c>dropout(f(normalise(x W^T + b)))</c>.</summary>
/// <param name="Units">Number of outputs, at least 1.</param>
public sealed record DenseSpec(int Units) : LayerSpec
{
    /// <summary>The non-linearity f; default <see cref="Activation.LeakyReLU"/>.</summary>
    public Activation Activation { get; init; } = Activation.LeakyReLU;

    /// <summary>The slope of <see cref="Activation.LeakyReLU"/> below zero, in [0, 1); default 0.01.</summary>
    public float NegativeSlope { get; init; } = 0.01f;

    /// <summary>Batch normalisation before the activation (Ioffe and Szegedy 2015), with statistics from the inputs alone; default false.</summary>
    public bool BatchNormalization { get; init; }

    /// <summary>Probability with which an output is set to zero in training, in [0, 1); targets are never dropped; default 0.</summary>
    public float Dropout { get; init; }

    internal override int OutputWidth(int inputWidth) => Units;

    internal override void Validate(string where, List<string> errors)
    {
        if (Units < 1)
        {
            errors.Add($"{where}: Units is {Units}; a dense layer needs at least 1 unit.");
        }

        if (!Enum.IsDefined(Activation))
        {
            errors.Add($"{where}: Activation {(int)Activation} is unknown; choose {string.Join(", ", Enum.GetNames<Activation>())}.");
        }

        if (!(NegativeSlope >= 0 && NegativeSlope < 1))
        {
            errors.Add($"{where}: NegativeSlope is {NegativeSlope}; it must lie in [0, 1).");
        }

        if (!(Dropout >= 0 && Dropout < 1))
        {
            errors.Add($"{where}: Dropout is {Dropout}; it must lie in [0, 1).");
        }
    }
}
