using SigProp.Numerics;

namespace SigProp.Training;

/// <summary>Random changes to training images that leave their class as it is; another one each time an image is seen.</summary>
public sealed record ImageAugmentation
{
    /// <summary>Each image is moved by up to so many pixels, up or down and left or right: a crop, as large as the image, of the image with a border
    /// of so many zeros; at least 0 and less than the image's shorter side; default 0.</summary>
    public int CropPadding { get; init; }

    /// <summary>Whether every other image is mirrored left to right; default false.</summary>
    public bool HorizontalFlip { get; init; }

    /// <summary>The side, in pixels, of a square somewhere in the image that is set to zero (DeVries and Taylor 2017), the channel's mean where
    /// channels are standardised; the square is clipped where it crosses the border. At most the image's shorter side; default 0 for none.</summary>
    public int CutoutSize { get; init; }

    internal void Validate(ImageShape shape, List<string> errors)
    {
        int side = Math.Min(shape.Height, shape.Width);
        if (CropPadding < 0 || CropPadding >= side)
        {
            errors.Add($"CropPadding is {CropPadding}; with images of {shape} it must lie in 0 to {side - 1}.");
        }

        if (CutoutSize < 0 || CutoutSize > side)
        {
            errors.Add($"CutoutSize is {CutoutSize}; with images of {shape} it must lie in 0 to {side}.");
        }
    }

    /// <summary>Writes an image as changed; a function of the key alone.</summary>
    /// <param name="shape">The image's shape.</param>
    /// <param name="key">Decides the changes.</param>
    /// <param name="source">The image; not changed.</param>
    /// <param name="destination">Takes the changed image; must not overlap the source.</param>
    internal void Apply(ImageShape shape, RandomKey key, ReadOnlySpan<float> source, Span<float> destination)
    {
        int down = 0, right = 0;
        if (CropPadding > 0)
        {
            RandomStream crop = key.Split("crop").Stream();
            down = crop.Next((2 * CropPadding) + 1) - CropPadding;
            right = crop.Next((2 * CropPadding) + 1) - CropPadding;
        }

        bool mirrored = HorizontalFlip && key.Split("flip").Stream().Next(2) == 1;
        int height = shape.Height, width = shape.Width;
        for (int line = 0; line < shape.Channels * height; line++)
        {
            // Line y of a channel is its line y - down, moved to the right.
            int from = (line % height) - down;
            Span<float> to = destination.Slice(line * width, width);
            if (from < 0 || from >= height)
            {
                to.Clear();
                continue;
            }

            Move(source.Slice((line - down) * width, width), to, right);
            if (mirrored)
            {
                to.Reverse();
            }
        }

        if (CutoutSize > 0)
        {
            RandomStream cutout = key.Split("cutout").Stream();
            CutOut(shape, cutout.Next(height), cutout.Next(width), destination);
        }
    }

    private static void Move(ReadOnlySpan<float> source, Span<float> destination, int right)
    {
        if (right >= 0)
        {
            destination[..right].Clear();
            source[..^right].CopyTo(destination[right..]);
        }
        else
        {
            source[-right..].CopyTo(destination);
            destination[(source.Length + right)..].Clear();
        }
    }

    // The square's middle is a pixel of the image, so that every pixel is about as likely to go.
    private void CutOut(ImageShape shape, int middleRow, int middleColumn, Span<float> image)
    {
        int top = middleRow - (CutoutSize / 2), left = middleColumn - (CutoutSize / 2);
        int first = Math.Max(left, 0), end = Math.Min(left + CutoutSize, shape.Width);
        for (int c = 0; c < shape.Channels; c++)
        {
            for (int row = Math.Max(top, 0); row < Math.Min(top + CutoutSize, shape.Height); row++)
            {
                int start = ((c * shape.Height) + row) * shape.Width;
                image[(start + first)..(start + end)].Clear();
            }
        }
    }
}
