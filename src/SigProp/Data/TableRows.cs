using System.Text;

namespace SigProp.Data;

/// <summary>The rows of a CSV file under their header line, one at a time.</summary>
internal sealed class TableRows : IDisposable
{
    private readonly DelimitedReader _reader;

    /// <summary>Opens a file and reads its header line.</summary>
    /// <exception cref="DataFormatException">It is no table, or cannot be read twice.</exception>
    public TableRows(string path)
    {
        Name = $"'{path}'";
        Stream stream = DataFile.OpenRead(path);
        try
        {
            if (stream is MemoryStream)
            {
                throw new DataFormatException($"{Name} can be read once only, as a pipe can, and streaming reads a file again and again; save it as a file.");
            }

            var text = new TextBlocks(stream, Name);
            _reader = new DelimitedReader(text, Name, Delimiter(path, text));
            ColumnNames = Header();
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>What messages call the table.</summary>
    public string Name { get; }

    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>The line on which the row begins, from 1.</summary>
    public long Line => _reader.Line;

    /// <summary>A cell of the row; until the next row is read.</summary>
    public ReadOnlySpan<char> this[int column] => _reader[column];

    /// <summary>The place of a column, from 0.</summary>
    /// <exception cref="DataFormatException">There is none of that name.</exception>
    public int Find(string column)
    {
        int index = ((string[])ColumnNames).IndexOf(column);
        return index >= 0 ? index : throw new DataFormatException($"{Name} has no column '{column}'{NearestNames.Hint(column, ColumnNames)}.");
    }

    /// <summary>Reads the next row.</summary>
    /// <returns>False at the end.</returns>
    public bool Read()
    {
        if (!_reader.Read())
        {
            return false;
        }

        return _reader.Count == ColumnNames.Count
            ? true
            : throw TableBuilder.WrongWidth(Name, Line, _reader.Count, ColumnNames.Count);
    }

    public DataFormatException Error(int column, string problem)
        => new(FormattableString.Invariant($"{Name}, line {Line}, column '{ColumnNames[column]}': {problem}"));

    public void Dispose() => _reader.Dispose();

    private char Delimiter(string path, TextBlocks text)
    {
        ReadOnlySpan<byte> start = text.Beginning;
        string? problem = start.IsEmpty ? "is empty"
            : start.StartsWith("SIGPROP\0"u8) ? "is a model, not data"
            : IdxFile.IsIdx(start) ? "holds images, which are not streamed; give a CSV file, or read them into memory"
            : start.Contains((byte)0) && !text.IsWide ? "is no CSV file: it holds binary data, which is not streamed"
            : null;
        return problem is null
            ? DataFile.DelimiterOf(path, text.IsWide ? "" : Encoding.UTF8.GetString(start[..Math.Min(start.Length, 8192)]))
            : throw new DataFormatException($"{Name} {problem}.");
    }

    private string[] Header()
    {
        if (!_reader.Read())
        {
            throw new DataFormatException($"{Name} holds no lines but blank ones.");
        }

        string[] names = new string[_reader.Count];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = _reader[i].IsWhiteSpace() ? FormattableString.Invariant($"column {i + 1}") : _reader[i].ToString();
        }

        TableBuilder.CheckNames(Name, names);
        return names;
    }
}
