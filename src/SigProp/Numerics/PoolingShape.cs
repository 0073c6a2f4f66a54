namespace SigProp.Numerics;

/// <summary>The sizes of a pooling of images [channels, height, width], all in one piece of a row (NCHW).</summary>
/// <remarks>Windows that would reach beyond the padded image are left out, so the last rows and columns may lie in no window.</remarks>
internal readonly record struct PoolingShape
{
    public PoolingShape()
    {
    }

    public required int Channels { get; init; }

    public required int InputHeight { get; init; }

    public required int InputWidth { get; init; }

    public required int WindowHeight { get; init; }

    public required int WindowWidth { get; init; }

    public required int StrideY { get; init; }

    public required int StrideX { get; init; }

    /// <summary>Rows above the image and as many below it, at most half of the window: a maximum passes over them, an average counts zeros.</summary>
    public int PaddingY { get; init; }

    /// <summary>Columns to the left of the image and as many to its right.</summary>
    public int PaddingX { get; init; }

    public int OutputHeight => ((InputHeight + (2 * PaddingY) - WindowHeight) / StrideY) + 1;

    public int OutputWidth => ((InputWidth + (2 * PaddingX) - WindowWidth) / StrideX) + 1;

    /// <summary>Elements of an input channel.</summary>
    public int InputPositions => InputHeight * InputWidth;

    /// <summary>Elements of an output channel.</summary>
    public int Positions => OutputHeight * OutputWidth;

    public int InputSize => Channels * InputPositions;

    public int OutputSize => Channels * Positions;

    /// <summary>Windows of 2 x 2 side by side, the common case.</summary>
    public bool IsHalving =>
        WindowHeight == 2 && WindowWidth == 2 && StrideY == 2 && StrideX == 2 && PaddingY == 0 && PaddingX == 0;

    /// <summary>The pooling of square windows.</summary>
    public static PoolingShape Square(int channels, int height, int width, int window, int stride, int padding = 0) => new()
    {
        Channels = channels,
        InputHeight = height,
        InputWidth = width,
        WindowHeight = window,
        WindowWidth = window,
        StrideY = stride,
        StrideX = stride,
        PaddingY = padding,
        PaddingX = padding,
    };

    /// <exception cref="ArgumentOutOfRangeException">A size is out of its range, or the window is larger than the padded image.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(InputHeight, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(InputWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(WindowHeight, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(WindowWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(StrideY, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(StrideX, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(PaddingY);
        ArgumentOutOfRangeException.ThrowIfNegative(PaddingX);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(PaddingY, WindowHeight / 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(PaddingX, WindowWidth / 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(WindowHeight, InputHeight + (2 * PaddingY));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(WindowWidth, InputWidth + (2 * PaddingX));
    }

    /// <summary>The part of a window that lies inside the image: rows from Top to before Bottom, columns from Left to before Right.</summary>
    public (int Top, int Bottom, int Left, int Right) Window(int row, int column)
    {
        int y = (row * StrideY) - PaddingY, x = (column * StrideX) - PaddingX;
        return (Math.Max(y, 0), Math.Min(y + WindowHeight, InputHeight), Math.Max(x, 0), Math.Min(x + WindowWidth, InputWidth));
    }
}
