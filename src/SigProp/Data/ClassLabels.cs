namespace SigProp.Data;

/// <summary>Reads classes from a column of a table.</summary>
public static class ClassLabels
{
    /// <summary>The names of the classes that occur: by value where all are numbers, else by code points.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="column">The column that holds the classes.</param>
    /// <exception cref="DataFormatException">There is no such column, or a row has no class.</exception>
    public static IReadOnlyList<string> Names(Table table, string column)
    {
        ArgumentNullException.ThrowIfNull(table);
        int index = table.Find(column);
        var names = new HashSet<string>();
        for (int row = 0; row < table.RowCount; row++)
        {
            names.Add(Label(table, row, index));
        }

        return Sorted(names);
    }

    /// <summary>Names of classes in order: by value where all are numbers, else by code points.</summary>
    internal static IReadOnlyList<string> Sorted(IReadOnlyCollection<string> names) => AreNumbers(names)
        ? [.. names.OrderBy(Value).ThenBy(n => n, StringComparer.Ordinal)]
        : [.. names.Order(StringComparer.Ordinal)];

    /// <summary>Why a cell is no class, a sentence; null where it is one.</summary>
    internal static string? ProblemOf(ReadOnlySpan<char> label) => Cell.Kind(label, out _) switch
    {
        CellKind.Missing => "the class is missing; every row needs one.",
        CellKind.NotFinite => $"the class is {label}; every row needs a class.",
        _ => null,
    };

    /// <summary>What is wrong with a class that is not among those known, a sentence.</summary>
    internal static string Unknown(ReadOnlySpan<char> label, IReadOnlyList<string> names)
        => $"the class '{label}' is unknown; the model knows {NearestNames.Listed(names)}.";

    /// <summary>The class of each row: its place among <paramref name="names"/>.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="column">The column that holds the classes.</param>
    /// <param name="names">The known classes.</param>
    /// <exception cref="DataFormatException">There is no such column, or a row has no class, or one that is not known.</exception>
    public static int[] Indices(Table table, string column, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(names);
        int index = table.Find(column);
        Dictionary<string, int> places = names.Select((name, i) => (name, i)).ToDictionary(p => p.name, p => p.i);
        int[] labels = new int[table.RowCount];
        for (int row = 0; row < labels.Length; row++)
        {
            string label = Label(table, row, index);
            labels[row] = places.TryGetValue(label, out int place)
                ? place
                : throw table.Error(row, index, Unknown(label, names));
        }

        return labels;
    }

    /// <summary>Whether all names are numbers.</summary>
    public static bool AreNumbers(IEnumerable<string> names) => names.All(n => Cell.Kind(n, out _) == CellKind.Number);

    private static string Label(Table table, int row, int column)
    {
        string label = table.Column(column)[row];
        return ProblemOf(label) is string problem ? throw table.Error(row, column, problem) : label;
    }

    private static double Value(string name)
    {
        Cell.Kind(name, out double value);
        return value;
    }
}
