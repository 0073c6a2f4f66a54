using System.Buffers.Binary;
using System.IO.Compression;

namespace SigProp.Data;

/// <summary>Unpacks a gzip file, and notices at its end where it was cut short, which <see cref="GZipStream"/> takes for the end.</summary>
internal sealed class GZipReader : Stream
{
    private readonly GZipStream _content;
    private readonly string _path;
    private readonly uint _lastSize;
    private long _read;

    public GZipReader(Stream file, string path)
    {
        // A gzip file ends with the size of what was packed last, modulo 2^32; there may be parts before it.
        _path = path;
        file.Seek(-Math.Min(sizeof(uint), file.Length), SeekOrigin.End);
        Span<byte> size = stackalloc byte[sizeof(uint)];
        file.ReadAtLeast(size, size.Length, throwOnEndOfStream: false);
        _lastSize = BinaryPrimitives.ReadUInt32LittleEndian(size);
        file.Position = 0;
        _content = new GZipStream(file, CompressionMode.Decompress);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            count = _content.Read(buffer);
        }
        catch (InvalidDataException exception)
        {
            throw Damaged(exception);
        }

        _read += count;
        return count > 0 || buffer.IsEmpty || _lastSize <= _read ? count : throw Damaged(null);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
        }

        base.Dispose(disposing);
    }

    private DataFormatException Damaged(Exception? inner)
        => new($"'{Path.GetFileName(_path)}' is damaged or cut short: gzip cannot unpack it.", inner);
}
