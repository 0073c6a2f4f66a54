namespace SigProp.Data;

/// <summary>The first pass over a CSV file: learns how its rows become features, and which classes there are, in constant memory.</summary>
internal sealed class TableSurvey(string path, TableRoles roles, IProgress<long>? progress, CancellationToken cancellationToken)
{
    /// <summary>More different values than this are no classes.</summary>
    public const int MostClasses = 1 << 16;

    private const int RowsBetweenPolls = 1024;
    private const int RowsBetweenReports = 1 << 17;

    private string[] _names = [];

    /// <summary>Rows of the file.</summary>
    public long Rows { get; private set; }

    /// <summary>Learns the encoding and the names of the classes.</summary>
    public (TableEncoding Encoding, IReadOnlyList<string> ClassNames) Learn()
    {
        (string name, ColumnSurvey?[] columns, IReadOnlyList<string> classes) = Read(features: true);
        if (columns.Any(c => c is { NeedsRecount: true }))
        {
            Recount(columns);
        }

        List<TableColumn> learned = [];
        List<LeftOutColumn> leftOut = [];
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i] is ColumnSurvey survey)
            {
                (TableColumn? column, string? reason) = survey.Learn(name);
                if (column is not null)
                {
                    learned.Add(column);
                }
                else
                {
                    leftOut.Add(new LeftOutColumn(_names[i], reason!));
                }
            }
        }

        return (TableEncoding.Of(name, roles.Predicted, learned, leftOut), classes);
    }

    /// <summary>The names of the classes alone.</summary>
    public IReadOnlyList<string> ClassNames() => Read(features: false).Classes;

    private (string Name, ColumnSurvey?[] Columns, IReadOnlyList<string> Classes) Read(bool features)
    {
        using var rows = new TableRows(path);
        int predicted = Check(rows);
        _names = [.. rows.ColumnNames];
        ColumnSurvey?[] columns = [.. _names.Select(n => features && roles.AreFeatures(n) ? new ColumnSurvey(n) : null)];
        var classes = new HashSet<string>(StringComparer.Ordinal);
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> known = classes.GetAlternateLookup<ReadOnlySpan<char>>();
        Rows = 0;
        while (rows.Read())
        {
            if (++Rows % RowsBetweenPolls == 0)
            {
                Poll();
            }

            if (!roles.OfNumbers && !known.Contains(rows[predicted]))
            {
                AddClass(rows, predicted, classes);
            }

            for (int i = 0; i < columns.Length; i++)
            {
                columns[i]?.Add(rows[i], rows.Line);
            }
        }

        return Rows > 0 ? (rows.Name, columns, ClassLabels.Sorted(classes)) : throw new DataFormatException($"{rows.Name} holds a header line and no rows.");
    }

    private static void AddClass(TableRows rows, int column, HashSet<string> classes)
    {
        if (ClassLabels.ProblemOf(rows[column]) is string problem)
        {
            throw rows.Error(column, problem);
        }

        if (classes.Count == MostClasses)
        {
            throw rows.Error(column, $"there are more than {MostClasses} different values, which looks like a number to predict or an id, and not like a class.");
        }

        classes.Add(rows[column].ToString());
    }

    private void Recount(ColumnSurvey?[] columns)
    {
        using var rows = new TableRows(path);
        for (long row = 1; rows.Read(); row++)
        {
            if (row % RowsBetweenPolls == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            for (int i = 0; i < columns.Length; i++)
            {
                if (columns[i] is { NeedsRecount: true } column)
                {
                    column.Recount(rows[i], row);
                }
            }
        }
    }

    // Every column that has a role is there, and has no other one.
    private int Check(TableRows rows)
    {
        foreach (string column in roles.Weight is null ? roles.Drop : roles.Drop.Append(roles.Weight))
        {
            rows.Find(column);
            if (column == roles.Predicted)
            {
                throw new DataFormatException($"'{column}' is the column to predict; it cannot be {(column == roles.Weight ? "the weight" : "left out")} too.");
            }
        }

        return rows.Find(roles.Predicted);
    }

    private void Poll()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Rows % RowsBetweenReports == 0)
        {
            progress?.Report(Rows);
        }
    }
}
