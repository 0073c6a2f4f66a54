namespace SigProp;

/// <summary>The shape of an image or of a layer's output: planes of rows of pixels, one plane after the other. What is no image has a height and
/// a width of 1.</summary>
/// <param name="Channels">Planes, at least 1: 3 for colours.</param>
/// <param name="Height">Rows of a plane, at least 1.</param>
/// <param name="Width">Pixels of a row, at least 1.</param>
public sealed record ImageShape(int Channels, int Height, int Width)
{
    /// <summary>Number of values: channels x height x width.</summary>
    public int Size => checked(Channels * Height * Width);

    /// <summary>Positions in a plane: height x width.</summary>
    internal int Positions => Height * Width;

    /// <inheritdoc/>
    public override string ToString() => $"{Channels} x {Height} x {Width}";

    /// <summary>A row of <paramref name="units"/> numbers that are no image.</summary>
    internal static ImageShape Flat(int units) => new(units, 1, 1);
}
