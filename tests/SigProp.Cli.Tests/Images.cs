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
        }

        File.WriteAllBytes(Path.Combine(folder, $"{name}-images-idx3-ubyte"), images);
        File.WriteAllBytes(Path.Combine(folder, $"{name}-labels-idx1-ubyte"), labels);
    }
}
