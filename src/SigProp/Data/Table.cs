namespace SigProp.Data;

/// <summary>Rows of text under column names, as a CSV file holds them, each row with the line it came from. <see cref="TableBuilder"/> makes one.</summary>
public sealed class Table
{
    private readonly string[] _names;
    private readonly string[][] _columns;
    private readonly int[] _lines;

    internal Table(string name, string[] names, string[][] columns, int[] lines)
    {
        Name = name;
        _names = names;
        _columns = columns;
        _lines = lines;
    }

    /// <summary>What messages call the table, for example its file's name.</summary>
    public string Name { get; }

    /// <summary>The columns' names, in order.</summary>
    public IReadOnlyList<string> ColumnNames => _names;

    /// <summary>Number of rows, without the names.</summary>
    public int RowCount => _lines.Length;

    /// <summary>The values of a column, from the first row to the last.</summary>
    /// <param name="index">The column, from 0.</param>
    public IReadOnlyList<string> Column(int index) => _columns[index];

    /// <summary>The line of the source on which a row begins, from 1.</summary>
    /// <param name="row">The row, from 0.</param>
    public int Line(int row) => _lines[row];

    /// <summary>The place of a column, from 0, or -1 where there is none of that name.</summary>
    public int IndexOf(string column) => Array.IndexOf(_names, column);

    /// <summary>The place of a column, from 0.</summary>
    /// <exception cref="DataFormatException">There is none of that name; the message lists the nearest ones.</exception>
    public int Find(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        int index = IndexOf(column);
        return index >= 0
            ? index
            : throw new DataFormatException($"{Name} has no column '{column}'{NearestNames.Hint(column, _names)}.");
    }

    /// <summary>A new table of the rows named, in that order.</summary>
    /// <param name="rows">Rows, from 0.</param>
    public Table Select(ReadOnlySpan<int> rows)
    {
        int[] chosen = rows.ToArray();
        return new Table(Name, _names, [.. _columns.Select(column => Pick(column, chosen))], Pick(_lines, chosen));
    }

    internal DataFormatException Error(int row, int column, string problem)
        => new($"{Name}, line {_lines[row]}, column '{_names[column]}': {problem}");

    private static T[] Pick<T>(T[] values, int[] rows) => [.. rows.Select(r => values[r])];
}
