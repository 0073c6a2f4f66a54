namespace SigProp.Benchmarks;

/// <summary>What a command found out.</summary>
/// <param name="Title">The heading of its file.</param>
/// <param name="Tables">The tables, in order.</param>
internal sealed record Report(string Title, params IReadOnlyList<ResultTable> Tables)
{
    /// <summary>Sentences below the tables: how it was measured, and what else one must know to read them.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The name of its Markdown file, where that is not the command's.</summary>
    public string? File { get; init; }

    /// <summary>What is saved as JSON; the rows of the only table, or of each by its title, where null.</summary>
    public object? Json { get; init; }

    public object JsonOrRows => Json ?? (Tables.Count == 1 ? Tables[0].ToObjects() : Tables.ToDictionary(t => t.Title, t => t.ToObjects()));

    /// <summary>Whatever a command returned, as a report; null for objects that are meant for JSON alone.</summary>
    public static Report? Of(object result) => result switch
    {
        Report report => report,
        ResultTable table => new Report(table.Title, table),
        IReadOnlyList<ResultTable> tables => new Report(tables[0].Title, tables),
        _ => null,
    };

    public string ToText() => string.Join('\n', Tables.Select(t => $"{t.Title}\n{t.ToText()}").Concat(Notes.Select(n => n + "\n")));

    public string ToMarkdown() => string.Join('\n', [
        .. Tables.Select(t => (t.Title == Title ? "" : $"## {t.Title}\n\n") + t.ToMarkdown()),
        .. Notes.Select(n => n + "\n")]);
}
