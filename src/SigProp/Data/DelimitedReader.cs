using System.Runtime.CompilerServices;

namespace SigProp.Data;

/// <summary>Reads the rows of a text file whose fields are parted by a character, one at a time and without a copy: fields are spans of a buffer.
/// Spaces around a field are no part of it; one in quotes may hold anything, and two quotes in it stand for one. Blank lines are no rows.</summary>
internal sealed class DelimitedReader : IDisposable
{
    /// <summary>A row is no longer than this; where it seems to be, a quote is not closed.</summary>
    private const int MostInRow = 1 << 24;

    private const int FirstBuffer = 1 << 17;
    private const int LeastRead = 1 << 14;

    private readonly TextBlocks _text;
    private readonly string _name;
    private readonly char _delimiter;
    private readonly ulong _ends;
    private char[] _buffer = new char[FirstBuffer];
    private Field[] _fields = new Field[16];
    private int _position;
    private int _end;
    private bool _last;
    private bool _anyEscaped;
    private long _nextLine = 1;

    /// <param name="text">The text, at its beginning.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="delimiter">What parts fields: a comma, a semicolon or a tab.</param>
    public DelimitedReader(TextBlocks text, string name, char delimiter)
    {
        _text = text;
        _name = name;
        _delimiter = delimiter;
        _ends = (1UL << delimiter) | (1UL << '\r') | (1UL << '\n');
    }

    /// <summary>Fields of the row.</summary>
    public int Count { get; private set; }

    /// <summary>The line on which the row begins, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>A field of the row; until the next row is read.</summary>
    public ReadOnlySpan<char> this[int index] => _buffer.AsSpan(_fields[index].Start, _fields[index].Length);

    /// <summary>Reads the next row.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="DataFormatException">A quote is not closed, or bytes are no text.</exception>
    public bool Read()
    {
        SkipBlankLines();
        Line = _nextLine;
        while (!Scan())
        {
            Fill();
        }

        if (_anyEscaped)
        {
            Unescape();
        }

        return Count > 0;
    }

    public void Dispose() => _text.Dispose();

    private void SkipBlankLines()
    {
        while (true)
        {
            if (_position + 1 >= _end && !_last)
            {
                Fill();
                continue;
            }

            if (_position == _end || _buffer[_position] is not ('\r' or '\n'))
            {
                return;
            }

            EndLine(_position);
        }
    }

    // Past the end of a line; \r\n is one.
    private void EndLine(int at)
    {
        _position = at + (_buffer[at] == '\r' && at + 1 < _end && _buffer[at + 1] == '\n' ? 2 : 1);
        _nextLine++;
    }

    /// <returns>False where the text in the buffer ends before the row does.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Scan()
    {
        Count = 0;
        _anyEscaped = false;
        ReadOnlySpan<char> text = _buffer.AsSpan(0, _end);
        int at = _position;
        if (at == text.Length)
        {
            return _last;
        }

        int lines = 0;
        while (true)
        {
            while (at < text.Length && text[at] == ' ')
            {
                at++;
            }

            bool quoted = at < text.Length && text[at] == '"';
            int start = at, length;
            bool escaped = false;
            if (quoted)
            {
                at = EndOfQuoted(text, at, ref lines, ref escaped);
                start++;
                length = at - start - 1;
                while (at >= 0 && at < text.Length && text[at] == ' ')
                {
                    at++;
                }
            }
            else
            {
                // A bit for each character that ends a field; all of them are below 64.
                while (at < text.Length && (text[at] >= 64 || ((_ends >> text[at]) & 1) == 0))
                {
                    at++;
                }

                length = at - start;
            }

            // What a line end is made of, and whether the row ends here, has to be seen.
            if (!_last && (at < 0 || at + 1 >= text.Length))
            {
                return false;
            }

            if (!quoted)
            {
                while (length > 0 && text[start + length - 1] == ' ')
                {
                    length--;
                }
            }
            else if (at < text.Length && (text[at] >= 64 || ((_ends >> text[at]) & 1) == 0))
            {
                throw Unreadable();
            }

            Add(new Field(start, length, escaped));
            if (at == text.Length)
            {
                _position = at;
                break;
            }

            if (text[at] != _delimiter)
            {
                EndLine(at);
                break;
            }

            at++;
        }

        _nextLine += lines;
        return true;
    }

    // Where a field in quotes ends, its last quote included; -1 where the text ends before that is seen.
    private int EndOfQuoted(ReadOnlySpan<char> text, int at, ref int lines, ref bool escaped)
    {
        int start = at + 1, end = start;
        while (true)
        {
            int quote = text[end..].IndexOf('"');
            if (quote < 0 || end + quote + 1 >= text.Length)
            {
                return quote >= 0 && _last ? end + quote + 1 : _last ? throw Unreadable() : -1;
            }

            end += quote + 1;
            if (text[end] != '"')
            {
                break;
            }

            escaped = true;
            end++;
        }

        lines += text[start..end].Count('\n');
        return end;
    }

    private DataFormatException Unreadable()
        => new(FormattableString.Invariant($"{_name}, line {Line}: a quote is not closed, or text follows it before the field ends."));

    private void Add(in Field field)
    {
        if (Count == _fields.Length)
        {
            Array.Resize(ref _fields, 2 * Count);
        }

        _anyEscaped |= field.Escaped;
        _fields[Count++] = field;
    }

    // Two quotes become one, in place.
    private void Unescape()
    {
        for (int i = 0; i < Count; i++)
        {
            if (!_fields[i].Escaped)
            {
                continue;
            }

            Span<char> text = _buffer.AsSpan(_fields[i].Start, _fields[i].Length);
            int kept = 0;
            for (int j = 0; j < text.Length; j++)
            {
                text[kept++] = text[j];
                j += text[j] == '"' ? 1 : 0;
            }

            _fields[i] = new Field(_fields[i].Start, kept, false);
        }
    }

    // Moves what is not read yet to the front, and reads on behind it.
    private void Fill()
    {
        int rest = _end - _position;
        _buffer.AsSpan(_position, rest).CopyTo(_buffer);
        (_position, _end) = (0, rest);
        if (rest > MostInRow)
        {
            throw Unreadable();
        }

        if (_buffer.Length - rest < LeastRead)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        int read = _text.Read(_buffer.AsSpan(_end));
        _end += read;
        _last = read == 0;
    }

    /// <summary>Where a field is in the buffer.</summary>
    private readonly record struct Field(int Start, int Length, bool Escaped);
}
