namespace SigProp.Data;

/// <summary>Finds the names that somebody may have meant.</summary>
internal static class NearestNames
{
    private const int Shown = 3;

    /// <summary>The end of a sentence about a name that is not there.</summary>
    public static string Hint(string wanted, IReadOnlyList<string> names)
    {
        string[] nearest = Of(wanted, names);
        return nearest.Length > 0 ? $"; the nearest is {string.Join(" or ", nearest.Select(n => $"'{n}'"))}" : $"; there are {Listed(names)}";
    }

    /// <summary>At most three names, the nearest first, that differ from <paramref name="wanted"/> by little.</summary>
    public static string[] Of(string wanted, IReadOnlyList<string> names) =>
    [
        .. names.Select(name => (Name: name, Distance: Distance(wanted, name)))
            .Where(n => n.Distance <= Math.Max(1, Math.Max(wanted.Length, n.Name.Length) / 2))
            .OrderBy(n => n.Distance).ThenBy(n => n.Name, StringComparer.Ordinal)
            .Take(Shown).Select(n => n.Name),
    ];

    /// <summary>Names in quotes, the first few where there are many.</summary>
    public static string Listed(IReadOnlyList<string> names)
    {
        const int Limit = 8;
        string listed = string.Join(", ", names.Take(Limit).Select(n => $"'{n}'"));
        return names.Count > Limit ? $"{listed} and {names.Count - Limit} more" : listed;
    }

    // Levenshtein's distance, in which letters of another case cost half.
    private static double Distance(string a, string b)
    {
        double[] previous = [.. Enumerable.Range(0, b.Length + 1).Select(j => (double)j)];
        double[] current = new double[b.Length + 1];
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                double replace = a[i - 1] == b[j - 1] ? 0 : char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0.5 : 1;
                current[j] = Math.Min(previous[j - 1] + replace, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }
}
