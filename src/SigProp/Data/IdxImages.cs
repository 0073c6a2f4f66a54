namespace SigProp.Data;

/// <summary>Images of one byte a pixel, all of one size.</summary>
public sealed class IdxImages
{
    private readonly byte[] _pixels;

    internal IdxImages(string name, int count, int height, int width, byte[] pixels)
    {
        Name = name;
        Count = count;
        Height = height;
        Width = width;
        _pixels = pixels;
    }

    /// <summary>What messages call the images, for example their file's name.</summary>
    public string Name { get; }

    /// <summary>Number of images.</summary>
    public int Count { get; }

    /// <summary>Pixels from top to bottom.</summary>
    public int Height { get; }

    /// <summary>Pixels from left to right.</summary>
    public int Width { get; }

    /// <summary>The pixels of one image, row by row from the top left.</summary>
    /// <param name="index">The image, from 0.</param>
    public ReadOnlySpan<byte> this[int index] => _pixels.AsSpan(index * Height * Width, Height * Width);
}
