namespace SigProp.Data;

/// <summary>Coloured images of 32 x 32 pixels, each with its class.</summary>
public sealed class CifarImages
{
    /// <summary>Bytes of an image.</summary>
    internal const int Pixels = 3 * 32 * 32;

    private readonly byte[] _records;
    private readonly byte[] _labels;
    private readonly int _labelBytes;

    internal CifarImages(string name, byte[] records, byte[] labels, int labelBytes, int classCount)
    {
        Name = name;
        ClassCount = classCount;
        _records = records;
        _labels = labels;
        _labelBytes = labelBytes;
    }

    /// <summary>What messages call the images, for example their file's name.</summary>
    public string Name { get; }

    /// <summary>Number of images.</summary>
    public int Count => _labels.Length;

    /// <summary>Number of classes, 10 or 100.</summary>
    public int ClassCount { get; }

    /// <summary>Red, green and blue.</summary>
    public int Channels => Shape.Channels;

    /// <summary>Pixels from top to bottom.</summary>
    public int Height => Shape.Height;

    /// <summary>Pixels from left to right.</summary>
    public int Width => Shape.Width;

    /// <summary>Channels, height and width.</summary>
    public ImageShape Shape { get; } = new(3, 32, 32);

    /// <summary>The class of each image, from 0 to <see cref="ClassCount"/> - 1.</summary>
    public ReadOnlySpan<byte> Labels => _labels;

    /// <summary>The pixels of one image: all red, all green, all blue, each row by row from the top left.</summary>
    /// <param name="index">The image, from 0.</param>
    public ReadOnlySpan<byte> this[int index] => _records.AsSpan((index * (_labelBytes + Pixels)) + _labelBytes, Pixels);
}
