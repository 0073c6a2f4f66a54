using System.Text.Json.Serialization;

namespace SigProp.Data;

/// <summary>How the rows of a table become features: numbers are standardised, categories become one feature a level. Learned from the
/// training rows. Empty and blank cells, <c>?</c>, <c>NA</c>, <c>N/A</c> and <c>null</c> are missing values.</summary>
/// <param name="LabelColumn">The column that holds the classes; it is never a feature.</param>
/// <param name="Columns">The columns that become features, in order.</param>
/// <param name="LeftOut">The columns that do not, and why.</param>
public sealed record TableEncoding(
    string LabelColumn, IReadOnlyList<TableColumn> Columns, IReadOnlyList<LeftOutColumn> LeftOut) : InputEncoding
{
    private const int MaxListed = 5;

    /// <summary>Brings the features, once standardised, to [0, 1]; null (default) leaves them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RangeScaling? Range { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Width => Columns.Sum(c => c.Width);

    /// <summary>Learns from the training rows. A column is numeric where all its values are numbers.</summary>
    /// <param name="table">The training rows.</param>
    /// <param name="labelColumn">The column that holds the classes.</param>
    /// <exception cref="DataFormatException">There is no such column, or there are no rows, or a number is NaN or infinite, or no column can
    /// become a feature.</exception>
    public static TableEncoding Fit(Table table, string labelColumn) => Fit(table, labelColumn, table);

    /// <summary>Learns from some rows of a table. A column is numeric where all its values are numbers, in the other rows too.</summary>
    /// <param name="table">All rows.</param>
    /// <param name="labelColumn">The column that holds the classes.</param>
    /// <param name="rows">The rows to learn from, from 0.</param>
    /// <exception cref="DataFormatException">As for all rows.</exception>
    public static TableEncoding Fit(Table table, string labelColumn, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Fit(table, labelColumn, table.Select(rows));
    }

    private static TableEncoding Fit(Table all, string labelColumn, Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        int label = table.Find(labelColumn);
        if (table.RowCount == 0)
        {
            throw new DataFormatException($"{table.Name} holds no rows to learn from.");
        }

        List<TableColumn> columns = [];
        List<LeftOutColumn> leftOut = [];
        for (int i = 0; i < table.ColumnNames.Count; i++)
        {
            if (i == label)
            {
                continue;
            }

            (TableColumn? column, string? reason) = ColumnFit.Learn(all, table, i);
            if (column is not null)
            {
                columns.Add(column);
            }
            else
            {
                leftOut.Add(new LeftOutColumn(table.ColumnNames[i], reason!));
            }
        }

        return Of(table.Name, labelColumn, columns, leftOut);
    }

    /// <summary>The encoding whose features lie in [0, 1], for networks that take them for rates or for times of spikes.</summary>
    /// <param name="table">The training rows.</param>
    /// <exception cref="DataFormatException">The rows lack a column, or cannot be read.</exception>
    public TableEncoding InUnitRange(Table table)
    {
        TableEncoding plain = this with { Range = null };
        return plain with { Range = RangeScaling.Fit(plain.Encode(table), Width) };
    }

    /// <summary>Puts an encoding together.</summary>
    /// <exception cref="DataFormatException">No column can become a feature.</exception>
    internal static TableEncoding Of(string table, string labelColumn, IReadOnlyList<TableColumn> columns, IReadOnlyList<LeftOutColumn> leftOut)
    {
        if (columns.Count == 0)
        {
            string why = leftOut.Count == 0
                ? "it has no other column"
                : string.Join("; ", leftOut.Take(MaxListed).Select(c => $"'{c.Name}': {c.Reason}"));
            throw new DataFormatException($"{table} has no column to predict '{labelColumn}' from ({why}).");
        }

        return new TableEncoding(labelColumn, columns, leftOut);
    }

    /// <summary>The features of all rows, one row of <see cref="Width"/> after the other. Columns are found by name; others are ignored.</summary>
    /// <exception cref="DataFormatException">A column is missing, or a cell of a numeric column holds text, NaN or infinity.</exception>
    public float[] Encode(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        int[] places = Places(table.Name, table.ColumnNames);
        int width = Width;
        float[] features = new float[checked(table.RowCount * width)];
        for (int row = 0; row < table.RowCount; row++)
        {
            int at = row * width;
            for (int i = 0; i < places.Length; i++)
            {
                int count = Columns[i].Width;
                if (Columns[i].Encode(table.Column(places[i])[row], features.AsSpan(at, count)) is string problem)
                {
                    throw table.Error(row, places[i], problem);
                }

                at += count;
            }
        }

        Range?.Apply(features);
        return features;
    }

    /// <summary>Where a table holds the columns that become features.</summary>
    /// <param name="table">What messages call the table.</param>
    /// <param name="columnNames">Its columns.</param>
    /// <exception cref="DataFormatException">It lacks some.</exception>
    internal int[] Places(string table, IReadOnlyList<string> columnNames)
    {
        int[] places = [.. Columns.Select(c => IndexOf(columnNames, c.Name))];
        string[] missing = [.. Columns.Where((_, i) => places[i] < 0).Select(c => c.Name)];
        if (missing.Length == 0)
        {
            return places;
        }

        string[] unused = [.. columnNames.Except(Columns.Select(c => c.Name))];
        IEnumerable<string> described = missing.Take(MaxListed).Select(name =>
            NearestNames.Of(name, unused) is [string nearest, ..] ? $"'{name}' (nearest there: '{nearest}')" : $"'{name}'");
        string more = missing.Length > MaxListed ? $" and {missing.Length - MaxListed} more" : "";
        throw new DataFormatException($"{table} lacks what the model was trained on: column {string.Join(", ", described)}{more}.");
    }

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (names[i] == name)
            {
                return i;
            }
        }

        return -1;
    }
}
