using System.Buffers.Binary;
using System.IO.Compression;
using SigProp.Data;

namespace SigProp.Tests.Data;

/// <summary>IDX files are read, packed or not, and believed only where header and length agree.</summary>
public sealed class IdxFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sigprop-idx-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Images_are_read_packed_or_not(bool packed)
    {
        IdxImages images = IdxFile.ReadImages(Write(Idx(0x803, [2, 2, 3], 12), packed));
        Assert.Equal((2, 2, 3), (images.Count, images.Height, images.Width));
        Assert.Equal<byte>([6, 7, 8, 9, 10, 11], images[1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Labels_are_read_packed_or_not(bool packed)
        => Assert.Equal<byte>([0, 1, 2], IdxFile.ReadLabels(Write(Idx(0x801, [3], 3), packed)));

    [Theory]
    [InlineData(11, "fewer")]
    [InlineData(13, "more")]
    public void The_length_must_be_what_the_header_promises(int pixels, string than)
        => Assert.Contains($"{than} bytes than the 2 x 2 x 3", Tables.Refusal(() => IdxFile.ReadImages(Write(Idx(0x803, [2, 2, 3], pixels)))));

    [Fact]
    public void A_header_cannot_ask_for_more_memory_than_the_file_has_bytes()
        => Assert.Contains("fewer bytes", Tables.Refusal(() => IdxFile.ReadImages(Write(Idx(0x803, [-1, -1, -1], 5)))));

    [Fact]
    public void Another_magic_number_is_refused()
    {
        Assert.Contains("no IDX file of labels", Tables.Refusal(() => IdxFile.ReadLabels(Write(Idx(0x803, [1, 1, 1], 1)))));
        Assert.Contains("within the header", Tables.Refusal(() => IdxFile.ReadImages(Write([0, 0, 8, 3, 0]))));
        Assert.Contains("at least 1", Tables.Refusal(() => IdxFile.ReadImages(Write(Idx(0x803, [1, 0, 1], 0)))));
    }

    [Fact]
    public void A_packed_file_that_is_cut_short_is_refused()
    {
        string whole = Write(Idx(0x801, [5000], 5000), packed: true);
        string cut = Path.Combine(_folder, "cut.gz");
        File.WriteAllBytes(cut, File.ReadAllBytes(whole)[..^20]);
        Assert.Throws<DataFormatException>(() => IdxFile.ReadLabels(cut));
    }

    [Fact]
    public void Pixels_are_scaled_to_one_and_images_of_another_size_are_refused()
    {
        IdxImages images = IdxFile.ReadImages(Write([.. Idx(0x803, [2, 1, 2], 0), 0, 51, 102, 255]));
        Assert.Equal([0.4f, 1f, 0f, 0.2f], new PixelScaling(1, 2).Encode(images, [1, 0]));
        Assert.Contains("1 x 2 pixels; the model takes 2 x 1", Tables.Refusal(() => new PixelScaling(2, 1).Encode(images, [0])));
    }

    [Fact]
    public void Mnist_is_read()
    {
        string folder = SharedData.FolderOrSkip("mnist");
        IdxImages images = IdxFile.ReadImages(Path.Combine(folder, "t10k-images-idx3-ubyte.gz"));
        byte[] labels = IdxFile.ReadLabels(Path.Combine(folder, "t10k-labels-idx1-ubyte.gz"));
        Assert.Equal((10_000, 28, 28, 10_000), (images.Count, images.Height, images.Width, labels.Length));
        Assert.Equal<byte>([7, 2, 1, 0, 4], labels.AsSpan(0, 5));
    }

    private static byte[] Idx(int magic, int[] sizes, int values)
    {
        byte[] header = new byte[4 + (4 * sizes.Length)];
        BinaryPrimitives.WriteInt32BigEndian(header, magic);
        for (int i = 0; i < sizes.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * i)), sizes[i]);
        }

        return [.. header, .. Enumerable.Range(0, values).Select(i => (byte)i)];
    }

    private string Write(byte[] content, bool packed = false)
    {
        string path = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        using Stream file = packed ? new GZipStream(File.Create(path), CompressionLevel.Fastest) : File.Create(path);
        file.Write(content);
        return path;
    }
}
