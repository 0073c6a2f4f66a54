using System.Globalization;
using System.Text.RegularExpressions;

namespace SigProp.Cli.Tests;

/// <summary>Runs the tool within the test, in a folder of its own.</summary>
public abstract partial class CliTest : IDisposable
{
    /// <summary>Small enough for a test, large enough to learn from.</summary>
    protected const string Fast = "--hidden 64 --epochs 8 --batch 32";

    private readonly string _folder = Directory.CreateTempSubdirectory("sigprop-cli-").FullName;

    protected static string Digits { get; } = Path.Combine(Root(), "samples", "data", "digits.csv");

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string PathOf(string name) => Path.Combine(_folder, name);

    protected string[] Files() => [.. Directory.EnumerateFileSystemEntries(_folder).Select(f => Path.GetFileName(f)).Order()];

    /// <summary>Writes a file of the lines given.</summary>
    protected string Write(string name, params string[] lines)
    {
        File.WriteAllLines(PathOf(name), lines);
        return PathOf(name);
    }

    /// <summary>Writes a table with a column of numbers, one of categories, and a label that follows from both.</summary>
    protected string WriteMixed(string name, int rows = 120, string header = "size,color,kind") => Write(
        name, [header, .. Enumerable.Range(0, rows).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i % 10},{"rgb"[i % 3]},{(i % 10 < 5 ? "small" : "large")}"))]);

    /// <summary>Writes a table with a column of numbers, one of categories, and an amount that follows from both but for some noise.</summary>
    protected string WriteAmounts(string name, int rows = 240) => Write(
        name,
        [
            "id,size,color,amount,weight",
            .. Enumerable.Range(0, rows).Select(i => string.Create(
                CultureInfo.InvariantCulture, $"{i},{i % 12},{"rgb"[i % 3]},{(20 * (i % 12)) + (50 * (i % 3)) + (i * 7919 % 10)},{i % 2}")),
        ]);

    /// <summary>Runs a command line; words in braces stand for paths: {digits}, or {name} for a file in the test's folder;
    /// what stands in single quotes is one word.</summary>
    protected Outcome Run(string line, TextWriter? error = null, CancellationToken stop = default)
    {
        using StringWriter output = new(), errors = new();
        int code = Tool.Run(Arguments(line), new ToolContext(output, error ?? errors, Interactive: false, stop));
        return new Outcome(code, output.ToString(), errors.ToString());
    }

    /// <summary>The words of a command line.</summary>
    protected string[] Arguments(string line) => [.. Words().Matches(line).Select(word => Expand(word.Value.Trim('\'')))];

    protected Outcome Succeed(string line)
    {
        Outcome outcome = Run(line);
        Assert.True(outcome.Code == 0, $"{line}: {outcome.Code} {outcome.Error}");
        return outcome;
    }

    /// <summary>Runs a command line that must be refused: exit code 2, one sentence on the error stream, no new file.</summary>
    protected void Refuse(string line, params string[] keyWords)
    {
        string[] before = Files();
        Outcome outcome = Run(line);
        Assert.Equal((2, ""), (outcome.Code, outcome.Out));
        string sentence = outcome.Error.TrimEnd('\n', '\r');
        Assert.DoesNotContain('\n', sentence);
        Assert.DoesNotContain("   at ", sentence);
        Assert.All(keyWords, word => Assert.Contains(word, sentence));
        Assert.Equal(before, Files());
    }

    /// <summary>Trains a small model on the digits.</summary>
    protected string TrainDigits(string name = "digits.sigprop", string more = "")
    {
        Succeed($"train {{digits}} --label digit --out {{{name}}} {Fast} --quiet {more}");
        return PathOf(name);
    }

    /// <summary>The top folder of the checkout.</summary>
    private static string Root()
    {
        string? at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at!, "SigProp.MLNet.sln")))
        {
            at = Path.GetDirectoryName(at) ?? throw new InvalidOperationException("The tests do not run within a checkout.");
        }

        return at!;
    }

    // Several files may be given with commas between.
    private string Expand(string word) => word is ['{', .., '}']
        ? string.Join(',', word[1..^1].Split("},{").Select(name => name == "digits" ? Digits : PathOf(name)))
        : word;

    [GeneratedRegex("'[^']*'|[^ ]+")]
    private static partial Regex Words();
}
