using System.Buffers.Binary;

namespace SigProp.Data;

/// <summary>Reads IDX files, the format of MNIST: big-endian, 4 bytes of magic number, 4 for each dimension, then a byte for each value.
/// Files may be packed by gzip.</summary>
public static class IdxFile
{
    private const int ImagesMagic = 0x803;
    private const int LabelsMagic = 0x801;

    /// <summary>Whether content that begins so is an IDX file of bytes, of images or of labels.</summary>
    public static bool IsIdx(ReadOnlySpan<byte> start) => start is [0, 0, 8, 1 or 3, ..];

    /// <summary>Reads images.</summary>
    /// <exception cref="DataFormatException">The file holds something else, or less or more than its header says.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IdxImages ReadImages(string path)
    {
        using Stream stream = DataFile.OpenRead(path);
        return ReadImages(stream, path);
    }

    /// <summary>Reads images from a stream to its end.</summary>
    /// <param name="stream">The content, unpacked.</param>
    /// <param name="path">The file that messages name.</param>
    /// <exception cref="DataFormatException">The stream holds something else, or less or more than its header says.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static IdxImages ReadImages(Stream stream, string path)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(path);
        (int[] sizes, byte[] pixels) = Read(stream, path, ImagesMagic, 3, "images");
        if (sizes[0] > 0 && (sizes[1] == 0 || sizes[2] == 0))
        {
            throw new DataFormatException($"{Name(path)} holds images of {sizes[1]} x {sizes[2]} pixels; each side must be at least 1.");
        }

        return new IdxImages(Name(path), sizes[0], sizes[1], sizes[2], pixels);
    }

    /// <summary>Reads labels, 0 to 255.</summary>
    /// <exception cref="DataFormatException">The file holds something else, or less or more than its header says.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static byte[] ReadLabels(string path)
    {
        using Stream stream = DataFile.OpenRead(path);
        return Read(stream, path, LabelsMagic, 1, "labels").Values;
    }

    private static (int[] Sizes, byte[] Values) Read(Stream stream, string path, int magic, int dimensions, string what)
    {
        byte[] header = new byte[4 + (4 * dimensions)];
        if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
        {
            throw new DataFormatException($"{Name(path)} is no IDX file of {what}: it ends within the header.");
        }

        int found = BinaryPrimitives.ReadInt32BigEndian(header);
        if (found != magic)
        {
            throw new DataFormatException(
                $"{Name(path)} is no IDX file of {what}: it begins with 0x{found:x8} and not with 0x{magic:x8}.");
        }

        int[] sizes = new int[dimensions];
        decimal expected = 1;
        for (int i = 0; i < dimensions; i++)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4 + (4 * i)));
            expected *= size;
            sizes[i] = size <= int.MaxValue ? (int)size : throw Mismatch(path, header, "fewer");
        }

        // What is there is read first, so that a damaged header cannot ask for more memory than the file has bytes.
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.Length == expected ? (sizes, content.ToArray()) : throw Mismatch(path, header, content.Length < expected ? "fewer" : "more");
    }

    private static DataFormatException Mismatch(string path, byte[] header, string than)
    {
        IEnumerable<uint> sizes = Enumerable.Range(1, (header.Length / 4) - 1).Select(i => BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4 * i)));
        return new DataFormatException(
            $"{Name(path)} is cut short or altered: it holds {than} bytes than the {string.Join(" x ", sizes)} that its header promises.");
    }

    private static string Name(string path) => $"'{path}'";
}
