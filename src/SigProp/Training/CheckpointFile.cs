using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using SigProp.Numerics;

namespace SigProp.Training;

/// <summary>
/// A checkpoint's file, little-endian: the 8 bytes "SIGPCKP" and 0; format version (int32); length of the header (int32); the header, JSON in UTF-8; what the
/// run's walk gives (<see cref="StateWalk"/>); SHA-256 of all before it.
/// </summary>
internal static class CheckpointFile
{
    private const int Version = 1;
    private const int PreludeLength = 16;
    private const int BufferLength = 1 << 16;

    private static ReadOnlySpan<byte> Magic => "SIGPCKP\0"u8;

    /// <summary>Writes a file that replaces one of that name once it is whole and on the disk.</summary>
    /// <param name="path">The file.</param>
    /// <param name="header">What it begins with.</param>
    /// <param name="state">Shows the state.</param>
    public static void Write(string path, CheckpointHeader header, Action<StateWalk> state)
    {
        string temporary = path + CheckpointStore.Unfinished;
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header, CheckpointJson.Default.CheckpointHeader), prelude = new byte[PreludeLength];
        Magic.CopyTo(prelude);
        BinaryPrimitives.WriteInt32LittleEndian(prelude.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(prelude.AsSpan(12), json.Length);
        using (FileStream stream = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None, BufferLength))
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var writer = new Writer(stream, hash);
            writer.Visit(prelude);
            writer.Visit(json);
            state(writer);
            stream.Write(hash.GetHashAndReset());
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Reads the header of a file whose checksum is right.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">Why it cannot be used, a sentence; null where it can.</param>
    /// <returns>The header; null where the file cannot be used.</returns>
    public static CheckpointHeader? ReadHeader(string path, out string? problem)
    {
        using FileStream stream = Open(path);
        byte[] prelude = new byte[PreludeLength];
        int read = stream.ReadAtLeast(prelude, PreludeLength, throwOnEndOfStream: false);
        int version = BinaryPrimitives.ReadInt32LittleEndian(prelude.AsSpan(8)), length = BinaryPrimitives.ReadInt32LittleEndian(prelude.AsSpan(12));
        if (read == PreludeLength && prelude.AsSpan(0, Magic.Length).SequenceEqual(Magic) && version > Version)
        {
            problem = $"'{path}' has format version {version}; this program reads versions up to {Version}.";
            return null;
        }

        problem = $"'{path}' is damaged: its content does not match its checksum.";
        if (read < PreludeLength || length < 0 || length > stream.Length - PreludeLength - SHA256.HashSizeInBytes || !IsWhole(stream))
        {
            return null;
        }

        byte[] json = new byte[length];
        stream.Position = PreludeLength;
        stream.ReadExactly(json);
        try
        {
            CheckpointHeader? header = JsonSerializer.Deserialize(json, CheckpointJson.Default.CheckpointHeader);
            problem = header is null ? problem : null;
            return header;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or ArgumentException)
        {
            problem = $"'{path}' cannot be used: its header is not one that this program writes. {exception.Message}";
            return null;
        }
    }

    /// <summary>Fills the state from a file whose header was read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="state">Shows what to fill.</param>
    /// <exception cref="CheckpointException">The file holds more or less than there is to fill.</exception>
    public static void Fill(string path, Action<StateWalk> state)
    {
        using FileStream stream = Open(path);
        byte[] prelude = new byte[PreludeLength];
        stream.ReadExactly(prelude);
        stream.Position += BinaryPrimitives.ReadInt32LittleEndian(prelude.AsSpan(12));
        try
        {
            state(new Reader(stream));
        }
        catch (EndOfStreamException exception)
        {
            throw OtherSize(path, exception);
        }

        if (stream.Position != stream.Length - SHA256.HashSizeInBytes)
        {
            throw OtherSize(path, null);
        }
    }

    private static CheckpointException OtherSize(string path, Exception? inner)
        => new($"'{path}' was written by another version of this program. Delete it to train from the start, or go on with that version.", inner);

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferLength);

    private static bool IsWhole(FileStream stream)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[BufferLength];
        stream.Position = 0;
        for (long left = stream.Length - SHA256.HashSizeInBytes; left > 0;)
        {
            int read = stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0)
            {
                return false;
            }

            hash.AppendData(buffer, 0, read);
            left -= read;
        }

        byte[] written = new byte[SHA256.HashSizeInBytes];
        stream.ReadExactly(written);
        return hash.GetHashAndReset().AsSpan().SequenceEqual(written);
    }

    private sealed class Writer(Stream stream, IncrementalHash hash) : StateWalk
    {
        public override bool Fills => false;

        protected override void Visit(Span<byte> bytes)
        {
            hash.AppendData(bytes);
            stream.Write(bytes);
        }
    }

    private sealed class Reader(Stream stream) : StateWalk
    {
        public override bool Fills => true;

        protected override void Visit(Span<byte> bytes) => stream.ReadExactly(bytes);
    }
}
