#:property PublishAot=false
#:property GenerateDocumentationFile=false
#:property EnforceCodeStyleInBuild=false
// Runs every sample, as built by the last build, and compares what it prints with the comment at the end of its Program.cs: as many lines, the same
// words; numbers may differ from machine to machine, those of three and more decimals between 0 and 1 by a fifth.
// A comment that begins with "Prints, on a machine without a GPU" shows in its last line what such a machine says of one: where NVIDIA's driver is, that line is
// not compared.
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

const double Tolerance = 0.2;
TimeSpan limit = TimeSpan.FromMinutes(5);
var number = new Regex(@"[-+]?\d[\d,]*(\.\d+)?([eE][-+]?\d+)?|\bNaN\b|∞");
bool hasDriver = NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out _);
int wrong = 0;
foreach (string project in Directory.GetFiles("samples", "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
{
    string name = Path.GetFileNameWithoutExtension(project);
    if (Missing(project) is string missing)
    {
        Console.WriteLine($"{name}: left out, {missing} is not offered by the configured package sources");
        continue;
    }

    long start = Stopwatch.GetTimestamp();
    string? problem = "its Program.cs does not end with a comment that shows what it prints";
    string fine = "as expected";
    if (Expected(Path.Combine(Path.GetDirectoryName(project)!, "Program.cs")) is (string heading, string[] expected))
    {
        (string[] actual, problem) = await Run(project);
        if (hasDriver && heading.Contains("without a GPU", StringComparison.Ordinal) && problem is null)
        {
            (expected, actual) = (expected[..^1], actual[..^1]);
            fine += " but for the last line, left out on a machine with NVIDIA's driver";
        }

        problem ??= Difference(expected, actual);
    }

    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{name}: {problem ?? fine} ({Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s)"));
    wrong += problem is null ? 0 : 1;
}

return wrong == 0 ? 0 : 1;

// A group of packages that a sample needs and the last restore could not reach; null where there is none.
static string? Missing(string project)
{
    const string Answer = "artifacts/packages.props";
    string groups = Regex.Match(File.ReadAllText(project), "<UsesPackageGroups>(.*?)<").Groups[1].Value, answers = File.Exists(Answer) ? File.ReadAllText(Answer) : "";
    return groups.Split(';').FirstOrDefault(group => group.Length > 0 && answers.Contains($">false</{group}Available>", StringComparison.Ordinal));
}

// The comment at the end: its first line, and those after the first empty one.
static (string Heading, string[] Lines)? Expected(string file)
{
    string[] lines = File.ReadAllLines(file);
    string[] comment = [.. lines.Reverse().SkipWhile(string.IsNullOrWhiteSpace).TakeWhile(l => l.StartsWith("//", StringComparison.Ordinal)).Reverse()
        .Select(l => l.Length > 3 ? l[3..].TrimEnd() : "")];
    return comment.Length > 0 && comment[0].StartsWith("Prints", StringComparison.Ordinal) && Array.IndexOf(comment, "") is int blank and > 0
        ? (comment[0], comment[(blank + 1)..])
        : null;
}

async Task<(string[] Lines, string? Problem)> Run(string project)
{
    using Process process = Process.Start(new ProcessStartInfo("dotnet", ["run", "--no-build", "-c", "Release", "--project", project])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
    Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
    using var stop = new CancellationTokenSource(limit);
    try
    {
        await process.WaitForExitAsync(stop.Token);
    }
    catch (OperationCanceledException)
    {
        process.Kill(entireProcessTree: true);
        return ([], $"it has not ended after {limit.TotalMinutes} minutes");
    }

    string[] lines = [.. (await output).TrimEnd().Split('\n').Select(l => l.TrimEnd())];
    return (lines, process.ExitCode == 0 ? null : $"it ended with {process.ExitCode}: {await errors}");
}

string? Difference(string[] expected, string[] actual)
{
    for (int i = 0; i < Math.Min(expected.Length, actual.Length); i++)
    {
        if (Words(expected[i]) != Words(actual[i]))
        {
            return $"line {i + 1} is\n  {actual[i]}\nnot\n  {expected[i]}";
        }

        foreach ((Match shown, Match printed) in number.Matches(expected[i]).Zip(number.Matches(actual[i])))
        {
            if (IsPart(shown.Value, out double a) && IsPart(printed.Value, out double b) && Math.Abs(a - b) > Tolerance)
            {
                return $"line {i + 1} says {printed.Value} where {shown.Value} is expected:\n  {actual[i]}\n  {expected[i]}";
            }
        }
    }

    return expected.Length == actual.Length ? null : $"it prints {actual.Length} lines, not {expected.Length}:\n{string.Join('\n', actual)}";
}

// What is left when numbers and the room between words are taken out.
string Words(string line) => string.Join(' ', number.Replace(line, " # ").Split(' ', StringSplitOptions.RemoveEmptyEntries));

static bool IsPart(string text, out double value)
    => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value is >= 0 and <= 1
        && text.IndexOf('.', StringComparison.Ordinal) is int point and > 0 && text.Length - point > 3;
