namespace SigProp;

/// <summary>The target generator, which turns the learning signal into the first layer's targets (section III-D).</summary>
public sealed record TargetGeneratorSpec
{
    private const float DefaultCorrection = 1f;

    /// <summary>What the targets are made of; default <see cref="TargetGeneratorKind.TargetOnly"/>.</summary>
    public TargetGeneratorKind Kind { get; init; } = TargetGeneratorKind.TargetOnly;

    /// <summary>Whether the generator's weights learn (default) or stay as they were drawn.</summary>
    public bool Learned { get; init; } = true;

    /// <summary>Targets as sparse as can be (section III-E), for <see cref="TargetGeneratorKind.TargetOnly"/>; default false. Where the first layer is a
    /// convolution, a patch of its kernel's size a class instead of a whole map, compared by spatial means and never pooled; where it is
    /// dense, <see cref="SparseUnits"/> values, the rest of the target being zero.</summary>
    public bool Sparse { get; init; }

    /// <summary>Values of a sparse target of a dense layer, from 1 to its units; 0 (default) for a quarter of the units. For
    /// <see cref="Sparse"/> alone.</summary>
    public int SparseUnits { get; init; }

    /// <summary>How far <see cref="TargetGeneratorKind.CorrectedTargetLoop"/> corrects the output (eta of Eq 12), at least 0; default 1.
    /// Another generator takes no other value.</summary>
    public float Correction { get; init; } = DefaultCorrection;

    /// <summary>Whether a class has one target, the same for all samples, so that every layer can answer (Eq 8).</summary>
    internal bool OnePerClass => Kind == TargetGeneratorKind.TargetOnly;

    /// <summary>Whether each step begins with a prediction.</summary>
    internal bool IsLoop => Kind is TargetGeneratorKind.TargetLoop or TargetGeneratorKind.CorrectedTargetLoop;

    internal void Validate(List<string> errors)
    {
        if (!Enum.IsDefined(Kind))
        {
            errors.Add($"Targets: Kind {(int)Kind} is unknown; choose {string.Join(", ", Enum.GetNames<TargetGeneratorKind>())}.");
        }

        if (Sparse && Kind != TargetGeneratorKind.TargetOnly)
        {
            errors.Add($"Targets: {Kind} makes targets of the first layer's shape; only {nameof(TargetGeneratorKind.TargetOnly)} can be Sparse.");
        }

        if (SparseUnits < 0)
        {
            errors.Add($"Targets: SparseUnits is {SparseUnits}; it must be at least 1, or 0 for a quarter of the first layer's units.");
        }
        else if (SparseUnits > 0 && !Sparse)
        {
            errors.Add($"Targets: SparseUnits is {SparseUnits}, and the targets are not Sparse; set Sparse, or leave SparseUnits out.");
        }

        if (!(Correction >= 0 && float.IsFinite(Correction)))
        {
            errors.Add($"Targets: Correction is {Correction}; it must be at least 0 and finite.");
        }
        else if (Correction != DefaultCorrection && Kind != TargetGeneratorKind.CorrectedTargetLoop)
        {
            errors.Add($"Targets: Correction is {Correction}, and {Kind} corrects nothing; only {nameof(TargetGeneratorKind.CorrectedTargetLoop)} does.");
        }
    }
}
