namespace SigProp.Data;

/// <summary>Learns how one column becomes features, or why it does not.</summary>
internal static class ColumnFit
{
    /// <summary>Levels with a feature of their own, at most.</summary>
    public const int MaxLevels = 100;

    /// <summary>From so many rows on, a level that occurs only once is rare.</summary>
    public const int RareFrom = 50;

    /// <summary>From this part of different values on, a column of texts is an id.</summary>
    private const double Distinctive = 0.9;

    public static (TableColumn? Column, string? Reason) Learn(Table table, int column)
    {
        int missing = 0, numbers = 0, firstNotFinite = -1, firstText = -1;
        IReadOnlyList<string> cells = table.Column(column);
        double[] values = new double[cells.Count];
        for (int row = 0; row < cells.Count; row++)
        {
            switch (Cell.Kind(cells[row], out double value))
            {
                case CellKind.Missing:
                    missing++;
                    break;
                case CellKind.Number:
                    values[numbers++] = value;
                    break;
                case CellKind.NotFinite:
                    firstNotFinite = firstNotFinite < 0 ? row : firstNotFinite;
                    break;
                default:
                    firstText = firstText < 0 ? row : firstText;
                    break;
            }
        }

        if (missing == cells.Count)
        {
            return (null, "it holds no values");
        }

        if (firstText < 0)
        {
            return firstNotFinite < 0
                ? Numeric(table.ColumnNames[column], values.AsSpan(0, numbers), missing)
                : throw table.Error(firstNotFinite, column, $"the value is {cells[firstNotFinite]}; {Cell.LeaveEmpty}");
        }

        (TableColumn? learned, string? reason) = Category(table.ColumnNames[column], cells, missing);
        return learned is null && numbers > cells.Count / 2
            ? (null, $"{reason}; it would be a column of numbers but for '{cells[firstText]}' in line {table.Line(firstText)}")
            : (learned, reason);
    }

    private static (TableColumn? Column, string? Reason) Numeric(string name, ReadOnlySpan<double> values, int missing)
    {
        double sum = 0, squares = 0;
        bool constant = true;
        foreach (double value in values)
        {
            sum += value;
            constant &= value == values[0];
        }

        if (constant && missing == 0)
        {
            return (null, FormattableString.Invariant($"its value is always {values[0]}"));
        }

        double mean = sum / values.Length;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        double deviation = constant ? 1 : Math.Sqrt(squares / values.Length);
        return (new NumericColumn(name, mean, deviation > 0 ? deviation : 1, missing > 0), null);
    }

    private static (TableColumn? Column, string? Reason) Category(string name, IReadOnlyList<string> cells, int missing)
    {
        var counts = new Dictionary<string, int>();
        foreach (string cell in cells)
        {
            if (!Cell.IsMissing(cell))
            {
                counts[cell] = counts.GetValueOrDefault(cell) + 1;
            }
        }

        int present = cells.Count - missing;
        if (counts.Count == 1 && missing == 0)
        {
            return (null, $"its value is always '{cells[0]}'");
        }

        if (counts.Count > 1 && counts.Count >= Distinctive * present)
        {
            return (null, $"{(counts.Count == present ? "every value is" : "nearly all values are")} different, as in an id");
        }

        int least = cells.Count >= RareFrom ? 2 : 1;
        string[] levels =
        [
            .. counts.Where(c => c.Value >= least).OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal)
                .Take(MaxLevels).Select(c => c.Key).Order(StringComparer.Ordinal),
        ];
        return levels.Length > 0 ? (new CategoryColumn(name, levels), null) : (null, "no value occurs twice");
    }
}
