namespace SigProp.Cli.Output;

/// <summary>A table of text whose columns line up: the first one to the left, numbers to the right.</summary>
internal sealed class TextTable
{
    private const string Gap = "  ";

    private readonly List<string[]> _rows = [];
    private readonly int _leftAligned;

    /// <param name="leftAligned">How many columns, from the first on, line up to the left.</param>
    /// <param name="header">The columns' names.</param>
    public TextTable(int leftAligned, params string[] header)
    {
        _leftAligned = leftAligned;
        _rows.Add(header);
    }

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Write(TextWriter writer)
    {
        int[] widths = [.. Enumerable.Range(0, _rows[0].Length).Select(i => _rows.Max(row => row[i].Length))];
        foreach (string[] row in _rows)
        {
            IEnumerable<string> cells = row.Select((cell, i) => i < _leftAligned ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]));
            writer.WriteLine(string.Join(Gap, cells).TrimEnd());
        }
    }
}
