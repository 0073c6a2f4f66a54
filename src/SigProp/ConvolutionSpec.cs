namespace SigProp;

/// <summary>A convolution over images: <c>dropout(f(normalise(x * W + b)))</c>. Its loss compares outputs and targets before dropout, which is
/// applied to what the next layer is given.</summary>
/// <param name="Channels">Output channels, at least 1.</param>
public sealed record ConvolutionSpec(int Channels) : LearningLayerSpec
{
    /// <summary>Rows of the kernel, at least 1; default 3.</summary>
    public int KernelHeight { get; init; } = 3;

    /// <summary>Columns of the kernel, at least 1; default 3.</summary>
    public int KernelWidth { get; init; } = 3;

    /// <summary>Rows from one position to the next, at least 1; default 1.</summary>
    public int StrideHeight { get; init; } = 1;

    /// <summary>Columns from one position to the next, at least 1; default 1.</summary>
    public int StrideWidth { get; init; } = 1;

    /// <summary>Rows of zeros added above and below, at least 0; default 1, which keeps the height with a kernel of 3.</summary>
    public int PaddingHeight { get; init; } = 1;

    /// <summary>Columns of zeros added on both sides, at least 0; default 1, which keeps the width with a kernel of 3.</summary>
    public int PaddingWidth { get; init; } = 1;

    /// <summary>Groups into which input and output channels are divided, each output channel seeing its group's inputs alone; default 1.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Probability with which a whole output channel is set to zero in training (Tompson et al. 2015), in [0, 1); default 0.</summary>
    public float SpatialDropout { get; init; }

    internal override ImageShape OutputShape(ImageShape input) => new(
        Channels,
        ((input.Height + (2 * PaddingHeight) - KernelHeight) / StrideHeight) + 1,
        ((input.Width + (2 * PaddingWidth) - KernelWidth) / StrideWidth) + 1);

    internal override void Validate(string where, List<string> errors)
    {
        ValidateAtLeast(where, nameof(Channels), Channels, 1, errors);
        ValidateAtLeast(where, nameof(KernelHeight), KernelHeight, 1, errors);
        ValidateAtLeast(where, nameof(KernelWidth), KernelWidth, 1, errors);
        ValidateAtLeast(where, nameof(StrideHeight), StrideHeight, 1, errors);
        ValidateAtLeast(where, nameof(StrideWidth), StrideWidth, 1, errors);
        ValidateAtLeast(where, nameof(PaddingHeight), PaddingHeight, 0, errors);
        ValidateAtLeast(where, nameof(PaddingWidth), PaddingWidth, 0, errors);
        ValidateAtLeast(where, nameof(Groups), Groups, 1, errors);
        if (Groups > 1 && Channels % Groups != 0)
        {
            errors.Add($"{where}: {Channels} channels cannot be divided into {Groups} groups.");
        }

        base.Validate(where, errors);
        ValidateRate(where, nameof(SpatialDropout), SpatialDropout, errors);
        if (Dropout > 0 && SpatialDropout > 0)
        {
            errors.Add($"{where}: Dropout and SpatialDropout are both above 0; choose one.");
        }
    }

    internal override void ValidateInput(string where, string what, ImageShape input, List<string> errors)
    {
        if (input.Channels % Groups != 0)
        {
            errors.Add($"{where}: {input.Channels} input channels cannot be divided into {Groups} groups.");
        }

        ValidateWindow($"{where}: the kernel", KernelHeight, KernelWidth, PaddingHeight, PaddingWidth, what, input, errors);
    }
}
