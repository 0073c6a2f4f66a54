namespace SigProp;

/// <summary>What a network is to be; immutable data, validated as a whole. <see cref="Create"/> starts the fluent builder.</summary>
public sealed record NetworkSpec
{
    /// <summary>Number of input features, at least 1.</summary>
    public required int Inputs { get; init; }

    /// <summary>Number of classes, at least 2.</summary>
    public required int Classes { get; init; }

    /// <summary>The hidden layers, from the input on; at least one.</summary>
    public required IReadOnlyList<LayerSpec> Layers { get; init => field = value is null ? null! : [.. value]; }

    /// <summary>The target generator; default target-only and learned.</summary>
    public TargetGeneratorSpec Targets { get; init; } = new();

    /// <summary>How the layers' local losses compare outputs with targets; default <see cref="LocalLossKind.Dot"/> (Eq 9).</summary>
    public LocalLossKind Loss { get; init; } = LocalLossKind.Dot;

    /// <summary>What predicts from the last layer; default <see cref="HeadKind.Classifier"/>.</summary>
    public HeadKind Head { get; init; } = HeadKind.Classifier;

    /// <summary>Starts a network of <paramref name="inputs"/> features and <paramref name="classes"/> classes.</summary>
    public static NetworkSpecBuilder Create(int inputs, int classes) => new(inputs, classes);

    /// <summary>Everything that is wrong with this specification, a sentence each; empty where it is sound.</summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        if (Inputs < 1)
        {
            errors.Add($"Inputs is {Inputs}; a network needs at least 1 input feature.");
        }

        if (Classes < 2)
        {
            errors.Add($"Classes is {Classes}; a classifier needs at least 2 classes.");
        }

        if (Layers is null || Layers.Count == 0)
        {
            errors.Add("Layers is empty; a network needs at least 1 hidden layer.");
        }
        else
        {
            for (int i = 0; i < Layers.Count; i++)
            {
                if (Layers[i] is null)
                {
                    errors.Add($"Layer {i + 1} is null.");
                }
                else
                {
                    Layers[i].Validate($"Layer {i + 1}", errors);
                    ValidateEnum(Layers[i].Loss ?? LocalLossKind.Dot, $"Layer {i + 1}: Loss", errors);
                }
            }
        }

        if (Targets is null)
        {
            errors.Add("Targets is null; use new TargetGeneratorSpec().");
        }

        ValidateEnum(Loss, nameof(Loss), errors);
        ValidateEnum(Head, nameof(Head), errors);
        if (errors.Count == 0)
        {
            ValidateSizes(errors);
        }

        return errors;
    }

    /// <summary>Whether <paramref name="other"/> says the same, layer by layer.</summary>
    public bool Equals(NetworkSpec? other) => other is not null
        && (Inputs, Classes, Targets, Loss, Head) == (other.Inputs, other.Classes, other.Targets, other.Loss, other.Head)
        && Layers.SequenceEqual(other.Layers);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Inputs, Classes, Targets, Loss, Head, Layers.Count);

    /// <summary>The widths of the layers' outputs, in order.</summary>
    internal int[] Widths()
    {
        int[] widths = new int[Layers.Count];
        for (int i = 0; i < widths.Length; i++)
        {
            widths[i] = Layers[i].OutputWidth(i == 0 ? Inputs : widths[i - 1]);
        }

        return widths;
    }

    internal LocalLossKind LossOf(int layer) => Layers[layer].Loss ?? Loss;

    internal void ThrowIfInvalid() => ConfigurationException.ThrowIfAny("network", Validate());

    private void ValidateSizes(List<string> errors)
    {
        int width = Inputs;
        for (int i = 0; i < Layers.Count; i++)
        {
            int units = Layers[i].OutputWidth(width);
            ValidateSize($"Layer {i + 1}: {units} units of {width} inputs", units, width, errors);
            ValidateSize($"Layer {i + 1}: {units} units of {Classes} targets", units, Classes, errors);
            width = units;
        }

    }

    private static void ValidateSize(string what, int rows, int columns, List<string> errors)
    {
        if ((long)rows * columns > Array.MaxLength)
        {
            errors.Add($"{what} need {(long)rows * columns} numbers; one array can hold {Array.MaxLength}.");
        }
    }

    private static void ValidateEnum<T>(T value, string name, List<string> errors)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            errors.Add($"{name} {value} is unknown; choose {string.Join(" or ", Enum.GetNames<T>())}.");
        }
    }
}
