namespace SigProp.Data;

/// <summary>Learns how one column becomes features, or why it does not.</summary>
internal static class ColumnFit
{
    /// <summary>Levels with a feature of their own, at most.</summary>
    public const int MaxLevels = 100;

    /// <summary>From so many rows on, a level that occurs only once is rare.</summary>
    public const int RareFrom = 50;

    /// <summary>From this part of different values on, a column of texts is an id.</summary>
    public const double Distinctive = 0.9;

    /// <param name="all">The rows that say whether the column is of numbers.</param>
    /// <param name="table">The rows to learn from, which are among them.</param>
    /// <param name="column">The column.</param>
    public static (TableColumn? Column, string? Reason) Learn(Table all, Table table, int column)
    {
        int firstNotFinite = -1, firstText = -1;
        for (int row = all.RowCount - 1; row >= 0; row--)
        {
            CellKind kind = Cell.Kind(all.Column(column)[row], out _);
            firstNotFinite = kind == CellKind.NotFinite ? row : firstNotFinite;
            firstText = kind == CellKind.Text ? row : firstText;
        }

        if (firstText < 0 && firstNotFinite >= 0)
        {
            throw all.Error(firstNotFinite, column, $"the value is {all.Column(column)[firstNotFinite]}; {Cell.LeaveEmpty}");
        }

        IReadOnlyList<string> cells = table.Column(column);
        int missing = 0, numbers = 0;
        double[] values = new double[cells.Count];
        foreach (string cell in cells)
        {
            CellKind kind = Cell.Kind(cell, out double value);
            missing += kind == CellKind.Missing ? 1 : 0;
            if (kind == CellKind.Number)
            {
                values[numbers++] = value;
            }
        }

        if (missing == cells.Count)
        {
            return (null, "it holds no values");
        }

        if (firstText < 0)
        {
            return Numeric(table.ColumnNames[column], values.AsSpan(0, numbers), missing);
        }

        var counts = new Dictionary<string, int>();
        foreach (string cell in cells)
        {
            if (!Cell.IsMissing(cell))
            {
                counts[cell] = counts.GetValueOrDefault(cell) + 1;
            }
        }

        return Category(table.ColumnNames[column], counts, cells.Count, missing, numbers, all.Column(column)[firstText], all.Line(firstText));
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

        return (Numeric(name, mean, constant ? 0 : squares / values.Length, missing > 0), null);
    }

    /// <summary>A column of numbers that are not all the same and all there.</summary>
    public static NumericColumn Numeric(string name, double mean, double variance, bool anyMissing)
    {
        double deviation = Math.Sqrt(variance);
        return new NumericColumn(name, mean, deviation > 0 ? deviation : 1, anyMissing);
    }

    /// <summary>A column of texts.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="counts">How often each value occurs.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="missing">Those without a value.</param>
    /// <param name="numbers">Those whose value is a number.</param>
    /// <param name="firstText">The first value that is none.</param>
    /// <param name="line">Its line.</param>
    /// <param name="isId">Whether so many values are different that they were not all counted.</param>
    public static (TableColumn? Column, string? Reason) Category(
        string name, Dictionary<string, int> counts, long rows, long missing, long numbers, string firstText, long line, bool isId = false)
    {
        (TableColumn? learned, string? reason) = isId ? (null, "nearly all values are different, as in an id") : Category(name, counts, rows, missing);
        return learned is null && numbers > rows / 2
            ? (null, FormattableString.Invariant($"{reason}; it would be a column of numbers but for '{firstText}' in line {line}"))
            : (learned, reason);
    }

    private static (TableColumn? Column, string? Reason) Category(string name, Dictionary<string, int> counts, long rows, long missing)
    {
        long present = rows - missing;
        if (counts.Count == 1 && missing == 0)
        {
            return (null, $"its value is always '{counts.Keys.First()}'");
        }

        if (counts.Count > 1 && counts.Count >= Distinctive * present)
        {
            return (null, $"{(counts.Count == present ? "every value is" : "nearly all values are")} different, as in an id");
        }

        int least = rows >= RareFrom ? 2 : 1;
        string[] levels =
        [
            .. counts.Where(c => c.Value >= least).OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal)
                .Take(MaxLevels).Select(c => c.Key).Order(StringComparer.Ordinal),
        ];
        return levels.Length > 0 ? (new CategoryColumn(name, levels), null) : (null, "no value occurs twice");
    }
}
