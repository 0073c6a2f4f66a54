using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace SigProp.MLNet.Tests;

/// <summary>Alters saved models: the zip's bytes, what its entries hold, and what the engine's model in them holds.</summary>
internal static class Damage
{
    private const int PreludeLength = 88;

    /// <summary>A change of the file as it lies on a disk.</summary>
    public static byte[] OfFile(byte[] zip, Random random) => Alter(zip, random);

    /// <summary>A change of an entry, under right checksums of the zip.</summary>
    /// <param name="zip">The zip.</param>
    /// <param name="random">What draws the change.</param>
    /// <param name="others">Whether entries that only ML.NET reads are changed too, half of the time.</param>
    public static byte[] OfEntry(byte[] zip, Random random, bool others)
    {
        List<(string Name, byte[] Content)> entries = Read(zip);

        int at = others && random.Next(2) == 0 ? random.Next(entries.Count) : entries.FindIndex(e => Model(e.Content) >= 0);
        entries[at] = (entries[at].Name, Alter(entries[at].Content, random));
        return Write(entries);
    }

    /// <summary>A change of the engine's model, or of what ML.NET's model adds to it, under right checksums of zip and model.</summary>
    public static byte[] OfModel(byte[] zip, Random random)
    {
        List<(string Name, byte[] Content)> entries = Read(zip);
        int at = entries.FindIndex(e => Model(e.Content) >= 0), start = Model(entries[at].Content);
        byte[] content = entries[at].Content;
        Span<byte> prelude = content.AsSpan(start, PreludeLength);
        int headerLength = BinaryPrimitives.ReadInt32LittleEndian(prelude[12..]), tensors = (int)BinaryPrimitives.ReadInt64LittleEndian(prelude[16..]);
        Span<byte> header = content.AsSpan(start + PreludeLength, headerLength), values = content.AsSpan(start + PreludeLength + headerLength, tensors);
        Span<byte> rest = content.AsSpan(start + PreludeLength + headerLength + tensors);
        switch (random.Next(rest.Length > 0 ? 4 : 3))
        {
            case 0:
                values[random.Next(values.Length)] = (byte)random.Next(256);
                break;
            case 3:
                rest[random.Next(rest.Length)] = (byte)random.Next(256);
                break;
            default:
                // Digits stay digits, and letters letters, so that most of it can still be parsed.
                int place = random.Next(header.Length);
                header[place] = header[place] switch
                {
                    >= (byte)'0' and <= (byte)'9' => (byte)('0' + random.Next(10)),
                    >= (byte)'a' and <= (byte)'z' => (byte)('a' + random.Next(26)),
                    _ => (byte)random.Next(32, 127),
                };
                break;
        }

        SHA256.HashData(header, prelude[24..]);
        SHA256.HashData(values, prelude[56..]);
        return Write(entries);
    }

    public static List<(string Name, byte[] Content)> Read(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip), ZipArchiveMode.Read);
        return [.. archive.Entries.Select(entry =>
        {
            using Stream stream = entry.Open();
            byte[] content = new byte[entry.Length];
            stream.ReadExactly(content);
            return (entry.FullName, content);
        })];
    }

    public static byte[] Write(IEnumerable<(string Name, byte[] Content)> entries)
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream stream = archive.CreateEntry(name).Open();
                stream.Write(content);
            }
        }

        return zip.ToArray();
    }

    /// <summary>Whether a damaged zip still holds the entry of this repository's model as it was, so that our code reads nothing that is damaged.</summary>
    public static bool LeavesModel(byte[] zip, byte[] damaged)
    {
        (string name, byte[] content) = Read(zip).Find(e => Model(e.Content) >= 0);
        try
        {
            return Read(damaged).Exists(e => e.Name == name && e.Content.AsSpan().SequenceEqual(content));
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }

    /// <summary>Where the engine's model begins in an entry; below 0 where there is none.</summary>
    private static int Model(byte[] content) => content.AsSpan().IndexOf("SIGPROP\0"u8);

    private static byte[] Alter(byte[] bytes, Random random)
    {
        byte[] altered = [.. bytes];
        if (altered.Length == 0)
        {
            return [(byte)random.Next(256)];
        }

        int at = random.Next(altered.Length);
        switch (random.Next(6))
        {
            case 0:
                return altered[..at];
            case 1:
                return [.. altered, .. altered.AsSpan(at)];
            case 2:
                return [.. altered.AsSpan(0, at), .. altered.AsSpan(Math.Min(altered.Length, at + 1 + random.Next(16)))];
            case 3 when altered.Length >= sizeof(int):
                // A size that is wrong.
                int[] sizes = [0, -1, 1, int.MaxValue, int.MinValue, 1 << 24];
                BinaryPrimitives.WriteInt32LittleEndian(altered.AsSpan(random.Next(altered.Length - sizeof(int) + 1)), sizes[random.Next(sizes.Length)]);
                return altered;
            default:
                for (int i = random.Next(4); i >= 0; i--)
                {
                    altered[random.Next(altered.Length)] ^= (byte)(1 << random.Next(8));
                }

                return altered;
        }
    }
}
