namespace SigProp.Data;

/// <summary>Builds a <see cref="Table"/> row by row, and keeps one copy of texts that recur.</summary>
public sealed class TableBuilder
{
    private const int MaxPooled = 1 << 20;

    private readonly string _name;
    private readonly string[] _names;
    private readonly List<string>[] _columns;
    private readonly List<int> _lines = [];
    private readonly HashSet<string> _pool = [];

    /// <summary>Starts a table.</summary>
    /// <param name="name">What messages call it, for example its file's name.</param>
    /// <param name="columnNames">The columns' names, in order.</param>
    /// <exception cref="DataFormatException">There is no column, or a name is blank or occurs twice.</exception>
    public TableBuilder(string name, IReadOnlyList<string> columnNames)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(columnNames);
        CheckNames(name, columnNames);
        _name = name;
        _names = [.. columnNames];
        _columns = [.. columnNames.Select(_ => new List<string>())];
    }

    /// <summary>Makes sure that a table may have columns of these names.</summary>
    /// <exception cref="DataFormatException">It may not.</exception>
    internal static void CheckNames(string name, IReadOnlyList<string> columnNames)
    {
        if (columnNames.Count == 0)
        {
            throw new DataFormatException($"{name} has no columns.");
        }

        var seen = new HashSet<string>();
        for (int i = 0; i < columnNames.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(columnNames[i]))
            {
                throw new DataFormatException($"{name}: the name of column {i + 1} in the header is blank; every column needs a name.");
            }

            if (!seen.Add(columnNames[i]))
            {
                throw new DataFormatException($"{name}: the header holds the column name '{columnNames[i]}' twice; names must differ.");
            }
        }
    }

    /// <summary>Adds a row.</summary>
    /// <param name="fields">A value for each column.</param>
    /// <param name="line">The line of the source on which the row begins, from 1.</param>
    /// <exception cref="DataFormatException">There are more or fewer values than columns.</exception>
    public void Add(ReadOnlySpan<string> fields, int line)
    {
        if (fields.Length != _names.Length)
        {
            throw WrongWidth(_name, line, fields.Length, _names.Length);
        }

        for (int i = 0; i < fields.Length; i++)
        {
            _columns[i].Add(Pooled(fields[i]));
        }

        _lines.Add(line);
    }

    /// <summary>The finished table.</summary>
    public Table Build() => new(_name, _names, [.. _columns.Select(c => c.ToArray())], [.. _lines]);

    internal static DataFormatException WrongWidth(string table, long line, int fields, int columns) => new(
        FormattableString.Invariant($"{table}, line {line}: the row holds {fields} {(fields == 1 ? "value" : "values")}, and the header names {columns} columns."));

    private string Pooled(string text)
    {
        if (_pool.TryGetValue(text, out string? known))
        {
            return known;
        }

        if (_pool.Count < MaxPooled)
        {
            _pool.Add(text);
        }

        return text;
    }
}
