using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using SigProp.Data;
using SigProp.Numerics;
using SigProp.Training;

namespace SigProp.Persistence;

/// <summary>
/// The model file, little-endian: the 8 bytes "SIGPROP" and 0; format version (int32); length of the header (int32); length of the tensors
/// (int64); SHA-256 of the header and of the tensors (32 bytes each); the header, JSON in UTF-8; the tensors' values as 32-bit floats, in the
/// header's order, and after them, where training is to go on, the optimizer's moments: of each parameter the first and the second. The header has a checksum of its own, so that nothing is allocated on the word of a damaged one.
/// </summary>
internal static class ModelFormat
{
    public const int Version = 2;

    private const int PreludeLength = 88;
    private const int HeaderLimit = 1 << 30;

    private static ReadOnlySpan<byte> Magic => "SIGPROP\0"u8;

    public static void Write(Model model, Stream stream)
    {
        Network network = model.Network;
        if (network.Leaves.FirstOrDefault(leaf => Guard.FirstNotFinite(leaf.Values) >= 0) is Parameter diverged)
        {
            throw new InvalidOperationException($"The network has diverged: tensor '{diverged.Name}' is not finite. It is not saved.");
        }

        (string Name, float[] Values)[] moments = [.. StateHeader.Moments(model.State)];
        if (Array.Find(moments, m => Guard.FirstNotFinite(m.Values) >= 0) is { Name: string overflown })
        {
            throw new InvalidOperationException(
                $"The optimizer has diverged: {overflown} are not finite. Nothing is saved; without its State the model can be.");
        }

        byte[] header = JsonSerializer.SerializeToUtf8Bytes(
            new ModelHeader
            {
                Network = network.Spec,
                HasExits = network.HasExits,
                ClassNames = model.ClassNames,
                Encoding = model.Encoding,
                Training = model.Training,
                Calibration = network.Calibration,
                Tensors = network.Tensors,
                State = StateHeader.Of(model.State),
            },
            ModelJson.Default.ModelHeader);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Parameter leaf in network.Leaves)
        {
            hash.AppendData(Bytes(leaf.Values));
        }

        foreach ((_, float[] values) in moments)
        {
            hash.AppendData(Bytes(values));
        }

        byte[] prelude = new byte[PreludeLength];
        Magic.CopyTo(prelude);
        BinaryPrimitives.WriteInt32LittleEndian(prelude.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(prelude.AsSpan(12), header.Length);
        BinaryPrimitives.WriteInt64LittleEndian(prelude.AsSpan(16), TensorBytes(network) + moments.Sum(m => (long)m.Values.Length * sizeof(float)));
        SHA256.HashData(header, prelude.AsSpan(24));
        hash.GetHashAndReset(prelude.AsSpan(56));
        stream.Write(prelude);
        stream.Write(header);
        foreach (Parameter leaf in network.Leaves)
        {
            stream.Write(Bytes(leaf.Values));
        }

        foreach ((_, float[] values) in moments)
        {
            stream.Write(Bytes(values));
        }
    }

    /// <param name="stream">Where the model begins.</param>
    /// <param name="subject">What is read, the first words of an error's sentence.</param>
    public static Model Read(Stream stream, string subject)
    {
        byte[] prelude = new byte[PreludeLength];
        int read = stream.ReadAtLeast(prelude, PreludeLength, throwOnEndOfStream: false);
        if (read < Magic.Length || !prelude.AsSpan(0, Magic.Length).SequenceEqual(Magic))
        {
            throw new ModelFormatException($"{subject} is not a SigProp model: it does not begin as one.");
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(prelude.AsSpan(8));
        if (read >= 12 && version > Version)
        {
            throw new ModelFormatException(
                $"{subject} has format version {version}; this program reads versions up to {Version}. Update it to read the model.");
        }

        int headerLength = BinaryPrimitives.ReadInt32LittleEndian(prelude.AsSpan(12));
        long tensorBytes = BinaryPrimitives.ReadInt64LittleEndian(prelude.AsSpan(16));
        if (read < PreludeLength)
        {
            throw CutShort(subject);
        }

        if (version < 1 || headerLength is < 2 or > HeaderLimit || tensorBytes < 0)
        {
            throw Altered(subject);
        }

        byte[] json = ReadExactly(stream, headerLength, subject);
        if (!SHA256.HashData(json).AsSpan().SequenceEqual(prelude.AsSpan(24, 32)))
        {
            throw Altered(subject);
        }

        ModelHeader header = ParseHeader(json, version, subject);
        Network network = Describe(header, tensorBytes, subject);
        if (stream.CanSeek && stream.Length - stream.Position < tensorBytes)
        {
            throw CutShort(subject);
        }

        NetworkFactory.LayOut(network);
        TrainingState? state = header.State?.Create();
        (string Name, float[] Values)[] moments = [.. StateHeader.Moments(state)];
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Parameter leaf in network.Leaves)
        {
            Read(stream, leaf.Values, hash, subject);
        }

        foreach ((_, float[] values) in moments)
        {
            Read(stream, values, hash, subject);
        }

        if (!hash.GetHashAndReset().AsSpan().SequenceEqual(prelude.AsSpan(56)))
        {
            throw Altered(subject);
        }

        if (network.Leaves.FirstOrDefault(leaf => Guard.FirstNotFinite(leaf.Values) >= 0) is Parameter unsound)
        {
            throw Unsound(subject, $"Tensor '{unsound.Name}' is not finite.");
        }

        if (network.Leaves.FirstOrDefault(leaf => leaf.Values.Length > 0 && TensorPrimitives.Min<float>(leaf.Values) < leaf.Least) is Parameter low)
        {
            throw Unsound(subject, $"Tensor '{low.Name}' has values below {low.Least}.");
        }

        if (StateHeader.FirstUnsound(state) is string moment)
        {
            throw Unsound(subject, $"The {moment} are not finite, or are negative where they cannot be.");
        }

        try
        {
            network.Calibration = (header.Calibration ?? new NetworkCalibration()).CheckedFor(network);
            if (header.HasExits)
            {
                using var context = new ComputeContext(1);
                network.ComputeClassTargets(context);
            }

            return new Model(network, header.ClassNames, header.Encoding, header.Training, state);
        }
        catch (Exception exception) when (exception is ArgumentException or OverflowException)
        {
            throw Unsound(subject, exception.Message, exception);
        }
    }

    /// <summary>The network that a header describes, which takes no memory before it is known that all its tensors follow.</summary>
    private static Network Describe(ModelHeader header, long tensorBytes, string subject)
    {
        if (HeaderSizes.Excess(header.Network, tensorBytes / sizeof(float)) is string excess)
        {
            throw Unsound(subject, excess);
        }

        Network network;
        try
        {
            network = NetworkFactory.Describe(header.Network);
        }
        catch (OverflowException exception)
        {
            throw Unsound(subject, "A tensor of its network is larger than an array can be.", exception);
        }

        if (!network.Tensors.SequenceEqual(header.Tensors))
        {
            throw Unsound(subject, "Its tensors are not those of its network.");
        }

        if (header.State?.MisfitOf(network) is string misfit)
        {
            throw Unsound(subject, misfit);
        }

        return TensorBytes(network) + ((header.State?.MomentCount ?? 0) * sizeof(float)) == tensorBytes
            ? network
            : throw Unsound(subject, "Its tensors are not as long as it says.");
    }

    private static ModelHeader ParseHeader(byte[] json, int version, string subject)
    {
        ModelHeader header;
        try
        {
            header = JsonSerializer.Deserialize(version < 2 ? HeaderUpgrade.FromVersion1(json) : json, ModelJson.Default.ModelHeader) ?? throw Unsound(subject, "It is null.");
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or ArgumentException)
        {
            throw Unsound(subject, exception.Message, exception);
        }

        if (header.Encoding is TableEncoding table && (table.Columns.Contains(null!) || table.LeftOut.Contains(null!)))
        {
            throw Unsound(subject, "A column of its table is null.");
        }

        // Nothing is allocated for a network before it is known to be sound.
        IReadOnlyList<string> errors = header.Network.Validate();
        return errors.Count == 0 ? header : throw Unsound(subject, string.Join(" ", errors));
    }

    private static void Read(Stream stream, Span<float> values, IncrementalHash hash, string subject)
    {
        Span<byte> bytes = Bytes(values);
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw CutShort(subject);
        }

        hash.AppendData(bytes);
    }

    private static byte[] ReadExactly(Stream stream, int length, string subject)
    {
        // In blocks: a damaged length must not allocate a gigabyte for a short file.
        using var buffer = new MemoryStream();
        byte[] block = new byte[Math.Min(length, 1 << 16)];
        while (buffer.Length < length)
        {
            int read = stream.Read(block, 0, (int)Math.Min(block.Length, length - buffer.Length));
            if (read == 0)
            {
                throw CutShort(subject);
            }

            buffer.Write(block, 0, read);
        }

        return buffer.ToArray();
    }

    private static long TensorBytes(Network network) => network.Leaves.Sum(l => (long)l.Length * sizeof(float));

    private static Span<byte> Bytes(Span<float> values)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Model files are little-endian, and so must the machine be.");
        }

        return MemoryMarshal.AsBytes(values);
    }

    private static ModelFormatException CutShort(string subject) => new($"{subject} is cut short: the model ends before its tensors do.");

    private static ModelFormatException Altered(string subject) => new($"{subject} is damaged: its content does not match its checksum.");

    private static ModelFormatException Unsound(string subject, string why, Exception? inner = null)
        => new($"{subject} cannot be used: its header is whole, but not one that this program writes. {why}", inner);
}
