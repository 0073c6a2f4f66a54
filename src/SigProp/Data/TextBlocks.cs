using System.Text;

namespace SigProp.Data;

/// <summary>Decodes a file's text block by block: as the mark at its beginning says, or else UTF-8. Knows the line of bytes that are no text.</summary>
internal sealed class TextBlocks : IDisposable
{
    private const int BlockBytes = 1 << 16;

    private readonly Stream _stream;
    private readonly string _name;
    private readonly byte[] _bytes = new byte[BlockBytes];
    private readonly Decoder _decoder;
    private readonly bool _wide;
    private int _start;
    private int _end;
    private long _lines;
    private bool _ended;

    /// <param name="stream">The file's content, at its beginning.</param>
    /// <param name="name">What messages call it.</param>
    public TextBlocks(Stream stream, string name)
    {
        _stream = stream;
        _name = name;
        _end = stream.ReadAtLeast(_bytes, BlockBytes, throwOnEndOfStream: false);
        (Encoding encoding, _start) = EncodingOf(_bytes.AsSpan(0, _end));
        _wide = encoding is not UTF8Encoding;
        _decoder = encoding.GetDecoder();
    }

    /// <summary>The first bytes, before anything was read.</summary>
    public ReadOnlySpan<byte> Beginning => _bytes.AsSpan(0, _end);

    /// <summary>Whether the text is not UTF-8.</summary>
    public bool IsWide => _wide;

    /// <summary>Reads on.</summary>
    /// <param name="text">Takes the text; some 64 or more.</param>
    /// <returns>How much was read; 0 at the end.</returns>
    /// <exception cref="DataFormatException">There are bytes that are no text.</exception>
    public int Read(Span<char> text)
    {
        int read = 0;
        while (read == 0 && !_ended)
        {
            if (_start == _end)
            {
                (_start, _end) = (0, _stream.Read(_bytes));
            }

            // No byte becomes more than a character; what the decoder holds back becomes a few.
            ReadOnlySpan<byte> bytes = _bytes.AsSpan(_start, Math.Min(_end - _start, text.Length - 8));
            _ended = bytes.IsEmpty;
            try
            {
                read = _decoder.GetChars(bytes, text, flush: _ended);
            }
            catch (DecoderFallbackException exception)
            {
                long line = _lines + bytes[..Math.Clamp(exception.Index, 0, bytes.Length)].Count((byte)'\n') + 1;
                string place = _wide ? "" : FormattableString.Invariant($", line {line}");
                throw new DataFormatException($"{_name}{place}: the text is not {(_wide ? "UTF-16" : "UTF-8")}; save it as UTF-8.", exception);
            }

            _lines += bytes.Count((byte)'\n');
            _start += bytes.Length;
        }

        return read;
    }

    public void Dispose() => _stream.Dispose();

    private static (Encoding Encoding, int MarkLength) EncodingOf(ReadOnlySpan<byte> start) => start switch
    {
        [0xef, 0xbb, 0xbf, ..] => (new UTF8Encoding(false, throwOnInvalidBytes: true), 3),
        [0xff, 0xfe, 0, 0, ..] => (new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true), 4),
        [0xff, 0xfe, ..] => (new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true), 2),
        [0xfe, 0xff, ..] => (new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true), 2),
        _ => (new UTF8Encoding(false, throwOnInvalidBytes: true), 0),
    };
}
