using System.Text.Json.Serialization;

namespace SigProp.Data;

/// <summary>Scales the pixels of an image from 0 ... 255 to 0 ... 1, one feature a pixel.</summary>
/// <param name="Height">Pixels from top to bottom.</param>
/// <param name="PixelsAcross">Pixels from left to right.</param>
public sealed record PixelScaling(int Height, int PixelsAcross) : InputEncoding
{
    private const float Largest = 255f;

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Width => Height * PixelsAcross;

    /// <summary>The features of the images named, one row of <see cref="Width"/> after the other.</summary>
    /// <param name="images">The images.</param>
    /// <param name="rows">Which, in order.</param>
    /// <exception cref="DataFormatException">The images are of another size.</exception>
    public float[] Encode(IdxImages images, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Height != Height || images.Width != PixelsAcross)
        {
            throw new DataFormatException(
                $"{images.Name} holds images of {images.Height} x {images.Width} pixels; the model takes {Height} x {PixelsAcross}.");
        }

        float[] features = new float[checked(rows.Length * Width)];
        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<byte> pixels = images[rows[i]];
            Span<float> row = features.AsSpan(i * Width, Width);
            for (int j = 0; j < row.Length; j++)
            {
                row[j] = pixels[j] / Largest;
            }
        }

        return features;
    }
}
