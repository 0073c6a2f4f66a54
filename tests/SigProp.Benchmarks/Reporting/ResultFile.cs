namespace SigProp.Benchmarks;

/// <summary>One Markdown file a table: the command, the machine and the figures.</summary>
internal static class ResultFile
{
    /// <summary>Writes <c>FOLDER/CPU/TABLE.md</c>.</summary>
    /// <param name="folder">Where the folders of processors are.</param>
    /// <param name="command">The command, the table's name.</param>
    /// <param name="options">Its options as they were given.</param>
    /// <param name="report">What it found out; null where it only printed.</param>
    /// <param name="printed">What it printed.</param>
    public static void Write(string folder, string command, IReadOnlyList<string> options, Report? report, string printed)
    {
        string path = Path.Combine(folder, Machine.Folder);
        Directory.CreateDirectory(path);
        string line = string.Join(' ', [$"dotnet run -c Release --project tests/{CommandSet.Project} --", command, .. Shown(options)]);
        string body = report?.ToMarkdown() ?? $"```\n{printed.TrimEnd()}\n```\n";
        File.WriteAllText(Path.Combine(path, $"{report?.File ?? command}.md"),
            $"# {report?.Title ?? command}\n\n{Machine.Describe()}\n\n```\n{line}\n```\n\n{body.TrimEnd()}\n");
    }

    /// <summary>The options without where results go, and without this machine's paths.</summary>
    private static IEnumerable<string> Shown(IReadOnlyList<string> options)
    {
        for (int i = 0; i + 1 < options.Count; i += 2)
        {
            if (options[i] is not ("--json" or "--md"))
            {
                yield return options[i];
                yield return Path.IsPathRooted(options[i + 1]) ? Path.GetFileName(options[i + 1].TrimEnd('/', '\\')) : options[i + 1];
            }
        }
    }
}
