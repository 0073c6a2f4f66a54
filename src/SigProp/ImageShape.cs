using System.Text.Json.Serialization;

namespace SigProp;

/// <summary>How the numbers of a row are an image: [channels, height, width], channel by channel and row by row from the top left. What is no image
/// has a height and a width of 1.</summary>
/// <param name="Channels">Values a pixel, for example 3 for red, green and blue; at least 1.</param>
/// <param name="Height">Pixels from top to bottom, at least 1.</param>
/// <param name="Width">Pixels from left to right, at least 1.</param>
public sealed record ImageShape(int Channels, int Height, int Width)
{
    /// <summary>Number of features: channels x height x width.</summary>
    /// <exception cref="OverflowException">There are more than 2^31 - 1.</exception>
    [JsonIgnore]
    public int Size => checked(Channels * Height * Width);

    /// <summary>The shape as <c>3 x 32 x 32</c>.</summary>
    public override string ToString() => $"{Channels} x {Height} x {Width}";

    /// <summary>Positions in a channel: height x width.</summary>
    internal int Positions => Height * Width;

    /// <summary>The shape of a row of numbers that are no image.</summary>
    internal static ImageShape Flat(int units) => new(units, 1, 1);

    internal void Validate(string where, List<string> errors)
    {
        if (Channels < 1 || Height < 1 || Width < 1)
        {
            errors.Add($"{where} is {this}; channels, height and width must each be at least 1.");
        }
        else if ((decimal)Channels * Height * Width > Array.MaxLength)
        {
            errors.Add($"{where} is {this}, which is {(decimal)Channels * Height * Width} features; one array can hold {Array.MaxLength}.");
        }
    }
}
