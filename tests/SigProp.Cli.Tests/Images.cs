using System.Buffers.Binary;

namespace SigProp.Cli.Tests;

/// <summary>Makes small files of images, whose class is told by which half is bright.</summary>
internal static class Images
{
    public static void Write(string folder, string name, int count, int side)
    {
        byte[] images = new byte[16 + (count * side * side)], labels = new byte[8 + count];
        int[] header = [0x803, count, side, side];
        for (int i = 0; i < header.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(4 * i), header[i]);
        }

        BinaryPrimitives.WriteInt32BigEndian(labels, 0x801);
        BinaryPrimitives.WriteInt32BigEndian(labels.AsSpan(4), count);
        for (int i = 0; i < count; i++)
        {
            labels[8 + i] = (byte)(i % 2 == 0 ? 3 : 8);
            int half = side * side / 2;
            images.AsSpan(16 + (i * side * side) + (i % 2 == 0 ? 0 : half), half).Fill((byte)(200 + (i % 50)));

            // The first pixel is darker, so that the image mirrored is another image.
            images[16 + (i * side * side) + (i % 2 == 0 ? 0 : half)] = 100;
        }

        File.WriteAllBytes(Path.Combine(folder, $"{name}-images-idx3-ubyte"), images);
        File.WriteAllBytes(Path.Combine(folder, $"{name}-labels-idx1-ubyte"), labels);
    }

    /// <summary>A binary file of CIFAR, of the classes 0 and 9.</summary>
    /// <param name="path">The file.</param>
    /// <param name="count">How many images.</param>
    /// <param name="labelBytes">1 for CIFAR-10, 2 for CIFAR-100.</param>
    public static void WriteCifar(string path, int count, int labelBytes = 1)
    {
        const int Pixels = 3 * 32 * 32;
        byte[] records = new byte[count * (labelBytes + Pixels)];
        for (int i = 0; i < count; i++)
        {
            Span<byte> record = records.AsSpan(i * (labelBytes + Pixels), labelBytes + Pixels);
            record[labelBytes - 1] = (byte)(i % 2 == 0 ? 0 : 9);
            record.Slice(labelBytes + (i % 2 == 0 ? 0 : Pixels / 2), Pixels / 2).Fill((byte)(200 + (i % 50)));
        }

        File.WriteAllBytes(path, records);
    }
}
