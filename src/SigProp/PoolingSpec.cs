namespace SigProp;

/// <summary>Pools each channel of an image over windows; learns nothing. Rows and columns that fill no whole window are left out. Sparse targets
/// pass unpooled.</summary>
/// <param name="Operation">What a window gives.</param>
/// <param name="Window">Rows and columns of a window, at least 1.</param>
public sealed record PoolingSpec(PoolingKind Operation, int Window) : LayerSpec
{
    /// <summary>Rows and columns from one window to the next, at least 1; null (default) for <see cref="Window"/>.</summary>
    public int? Stride { get; init; }

    internal int Step => Stride ?? Window;

    internal override ImageShape OutputShape(ImageShape input)
        => new(input.Channels, ((input.Height - Window) / Step) + 1, ((input.Width - Window) / Step) + 1);

    internal override void Validate(string where, List<string> errors)
    {
        if (!Enum.IsDefined(Operation))
        {
            errors.Add($"{where}: Operation {(int)Operation} is unknown; choose {string.Join(" or ", Enum.GetNames<PoolingKind>())}.");
        }

        ValidateAtLeast(where, nameof(Window), Window, 1, errors);
        ValidateAtLeast(where, nameof(Stride), Step, 1, errors);
    }

    internal override void ValidateInput(string where, string what, ImageShape input, List<string> errors)
        => ValidateWindow($"{where}: the pooling window", Window, Window, 0, 0, what, input, errors);
}
