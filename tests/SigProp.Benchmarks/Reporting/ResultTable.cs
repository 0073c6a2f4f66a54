using System.Text;

namespace SigProp.Benchmarks;

/// <summary>Rows of figures, written once and shown three ways: aligned text, Markdown, and objects for JSON.</summary>
/// <remarks>A command returns one, a list of them or a <see cref="Report"/>; the program shows and saves it.</remarks>
internal sealed class ResultTable(string title, params Column[] columns)
{
    private readonly List<object?[]> _rows = [];

    /// <summary>What stands above: what was measured, in which units.</summary>
    public string Title => title;

    /// <summary>Adds a row, and tells the error stream of it: tables that take minutes show that they move.</summary>
    /// <param name="cells">A text, a number, a truth or null for each column.</param>
    public void Add(params object?[] cells)
    {
        if (cells.Length != columns.Length)
        {
            throw new InvalidOperationException($"A row of {cells.Length} cells in a table of {columns.Length} columns.");
        }

        _rows.Add(cells);
        Console.Error.WriteLine($"  ... {string.Join("  ", cells.Select((c, i) => columns[i].Text(c)))}");
    }

    /// <summary>The rows as objects, by the columns' keys.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, object?>> ToObjects()
        => [.. _rows.Select(row => columns.Select((c, i) => (c.Key, Value: c.Value(row[i]))).ToDictionary(c => c.Key, c => c.Value))];

    /// <summary>Aligned, numbers to the right.</summary>
    public string ToText() => Lay("  ", "", "", dashes: false);

    /// <summary>A Markdown table, aligned in its source too.</summary>
    public string ToMarkdown() => Lay(" | ", "| ", " |", dashes: true);

    private string Lay(string between, string before, string after, bool dashes)
    {
        string[][] cells = [[.. columns.Select(c => c.Name)], .. _rows.Select(row => columns.Select((c, i) => c.Text(row[i])).ToArray())];
        int[] widths = [.. columns.Select((_, i) => cells.Max(row => row[i].Length))];
        bool[] isText = [.. columns.Select((_, i) => _rows.All(row => row[i] is null or string or bool) && _rows.Any(row => row[i] is not null))];
        var text = new StringBuilder();
        for (int r = 0; r < cells.Length; r++)
        {
            IEnumerable<string> laid = cells[r].Select((c, i) => isText[i] ? c.PadRight(widths[i]) : c.PadLeft(widths[i]));
            text.Append(before).Append(string.Join(between, laid)).Append(after).Append('\n');
            if (r == 0 && dashes)
            {
                // A dash is less than some readers of Markdown take for a heading's rule.
                laid = widths.Select((w, i) => isText[i] ? new string('-', Math.Max(3, w)) : new string('-', Math.Max(2, w - 1)) + ":");
                text.Append(before).Append(string.Join(between, laid)).Append(after).Append('\n');
            }
        }

        return string.Join('\n', text.ToString().Split('\n').Select(line => line.TrimEnd()));
    }
}
