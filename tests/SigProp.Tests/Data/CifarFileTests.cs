using System.IO.Compression;
using SigProp.Data;

namespace SigProp.Tests.Data;

/// <summary>CIFAR's binary files are read, packed or not, and believed only where length and classes are right.</summary>
public sealed class CifarFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sigprop-cifar-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false, 10)]
    [InlineData(true, 10)]
    [InlineData(false, 100)]
    public void Images_and_classes_are_read_packed_or_not(bool packed, int classCount)
    {
        byte[] other = classCount == 100 ? [19] : [];
        CifarImages images = CifarFile.Read(Write([.. other, 3, .. Pixels(1), .. other, 9, .. Pixels(2)], packed), classCount);
        Assert.Equal((2, 3, 32, 32, classCount), (images.Count, images.Channels, images.Height, images.Width, images.ClassCount));
        Assert.Equal(new ImageShape(3, 32, 32), images.Shape);
        Assert.Equal<byte>([3, 9], images.Labels);
        Assert.Equal<byte>(Pixels(1), images[0]);
        Assert.Equal<byte>(Pixels(2), images[1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3072)]
    [InlineData(3074)]
    public void A_length_that_is_no_whole_number_of_records_is_refused(int length)
        => Assert.Contains($"its {length} bytes are not a whole number, at least 1, of records of 3073 bytes", Refusal(new byte[length]));

    [Fact]
    public void A_class_out_of_range_is_named_with_its_image()
    {
        Assert.Contains("the class of image 1 (counted from 0) is 10; it must lie in 0 to 9", Refusal([9, .. Pixels(0), 10, .. Pixels(0)]));
        Assert.Contains("image 0 (counted from 0) is 100; it must lie in 0 to 99", Refusal([0, 100, .. Pixels(0)], 100));
    }

    [Fact]
    public void Other_numbers_of_classes_are_refused()
        => Assert.Throws<ArgumentOutOfRangeException>("classCount", () => CifarFile.Read(new MemoryStream(), "x", 20));

    [Fact]
    public void Cifar10_is_read()
    {
        string folder = SharedData.FolderOrSkip("cifar-10");
        CifarImages images = CifarFile.Read(Path.Combine(folder, "test_batch.bin.gz"));
        Assert.Equal(10_000, images.Count);
        int[] counts = new int[10];
        foreach (byte label in images.Labels)
        {
            counts[label]++;
        }

        Assert.All(counts, count => Assert.Equal(1000, count));
        ChannelScaling scaling = ChannelScaling.Fit(images, [.. Enumerable.Range(0, 10_000)]);
        Assert.Equal([0.494f, 0.485f, 0.450f], scaling.Means.Select(m => MathF.Round(m, 3)));
        Assert.Equal([0.247f, 0.243f, 0.262f], scaling.Deviations.Select(d => MathF.Round(d, 3)));
    }

    private static byte[] Pixels(int seed) => [.. Enumerable.Range(0, 3072).Select(i => (byte)(i * (seed + 1) % 251))];

    private static string Refusal(byte[] content, int classCount = 10)
        => Tables.Refusal(() => CifarFile.Read(new MemoryStream(content), "x.bin", classCount));

    private string Write(byte[] content, bool packed)
    {
        string path = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        using Stream file = packed ? new GZipStream(File.Create(path), CompressionLevel.Fastest) : File.Create(path);
        file.Write(content);
        return path;
    }
}
