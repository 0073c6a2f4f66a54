using System.Diagnostics;

namespace SigProp.Benchmarks;

/// <summary>Makes every table, each in a process of its own and with a Markdown file; those whose data were not given are left out.</summary>
internal static class AllTables
{
    private static readonly string s_results = Path.Combine("tests", "SigProp.Benchmarks", "results");

    // Commands that no table comes from, and those that want data: a folder of the data's.
    private static readonly string[] s_leftOut = ["all", "memory-run"];

    private static readonly Dictionary<string, string> s_data = new() { ["mnist"] = "mnist", ["regression"] = "tabular", ["images"] = "fashion-mnist", ["spiking"] = "", ["continuous"] = "" };

    private static readonly Dictionary<string, string[]> s_options = new()
    {
        ["throughput"] = ["--layers", "2,8"],
        ["spiking"] = ["--set", "mnist,fashion"],
        ["continuous"] = ["--set", "mnist,fashion", "--feedback", "learned,symmetric", "--layers", "1,2"],
    };

    private static readonly string[] s_withPeer = ["throughput", "gemm"];

    public static object Run(Arguments arguments, IEnumerable<string> commands)
    {
        string folder = arguments.Text("md", s_results), data = arguments.Text("data", "");
        string[] only = arguments.Text("only", "") is { Length: > 0 } names ? names.Split(',') : [];
        string[] tables = [.. commands.Where(c => !s_leftOut.Contains(c)).Append("micro").Where(c => only.Length == 0 || only.Contains(c))];
        if (only.Except(tables).FirstOrDefault() is string unknown)
        {
            throw new ArgumentException($"--only knows no table '{unknown}'.");
        }

        var results = new ResultTable("Tables made", new("table", "table"), new("result", "result"), new("seconds", "seconds"));
        for (int i = 0; i < tables.Length; i++)
        {
            string name = tables[i];
            var given = new List<string>(s_options.GetValueOrDefault(name, []));
            if (s_data.TryGetValue(name, out string? needed))
            {
                if (data.Length == 0 || !Directory.Exists(Path.Combine(data, needed)))
                {
                    results.Add(name, $"left out: give --data FOLDER{(needed.Length > 0 ? $" with {needed} in it" : "")}", null);
                    continue;
                }

                given.AddRange(["--data", Path.Combine(data, needed)]);
            }

            if (arguments.Flag("peer") && s_withPeer.Contains(name))
            {
                given.AddRange(["--peer", "1", .. arguments.Text("python", "") is { Length: > 0 } python ? new[] { "--python", python } : []]);
            }

            Console.Error.WriteLine($"[{i + 1} of {tables.Length}] {name} {string.Join(' ', given)}");
            var clock = Stopwatch.StartNew();
            using Process child = Process.Start(Itself.Start([name, .. given, "--md", folder]))!;
            child.WaitForExit();
            results.Add(name, child.ExitCode == 0 ? "made" : $"failed with code {child.ExitCode}", clock.Elapsed.TotalSeconds);
        }

        return new Report("All", results) { Notes = [$"The files are in {Path.Combine(folder, Machine.Folder)}."] };
    }
}
