using System.Reflection;

namespace SigProp.Benchmarks;

/// <summary>The commands of a benchmark program: it runs the one that is named, shows and saves what it returns, or says which there are.</summary>
/// <param name="commands">The commands by name. The options that a text names are all that its command takes. A command returns a <see cref="ResultTable"/>,
/// several, or a <see cref="Report"/>, to be shown and saved; or it prints, and returns an object for JSON.</param>
/// <param name="furtherUsage">Lines to be added to the usage text.</param>
internal sealed class CommandSet(IReadOnlyDictionary<string, (string About, Func<Arguments, object> Run)> commands, IReadOnlyList<string> furtherUsage)
{
    /// <summary>The program's project.</summary>
    public static string Project => Assembly.GetEntryAssembly()?.GetName().Name ?? "";

    /// <returns>The exit code: 2 where the arguments or a file are at fault.</returns>
    public int Run(string[] args)
    {
        if (args.Length == 0 || !commands.TryGetValue(args[0], out (string About, Func<Arguments, object> Run) command))
        {
            WriteUsage();
            return 2;
        }

        try
        {
            Run(args[0], new Arguments(args[0], command.About, args[1..]), command.Run);
            return 0;
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return 2;
        }
    }

    private static void Run(string name, Arguments arguments, Func<Arguments, object> run)
    {
        using var printed = new Printed(Console.Out);
        Console.SetOut(printed);
        object result = run(arguments);
        Report? report = Report.Of(result);
        if (report is not null)
        {
            Console.Write(report.ToText());
        }

        arguments.WriteJson(report?.JsonOrRows ?? result);
        if (arguments.Text("md", "") is { Length: > 0 } folder && name != "all")
        {
            ResultFile.Write(folder, name, arguments.Given, report, printed.ToString());
        }
    }

    private void WriteUsage()
    {
        Console.Error.WriteLine($"usage: {Project} COMMAND [options] [--json FILE] [--md FOLDER]");
        foreach ((string name, (string about, _)) in commands)
        {
            int options = about.IndexOf(" [--", StringComparison.Ordinal);
            Console.Error.WriteLine($"  {name,-12}{(options < 0 ? about : about[..options])}");
            if (options >= 0)
            {
                Console.Error.WriteLine($"  {"",-12}{about[(options + 1)..]}");
            }
        }

        foreach (string line in furtherUsage)
        {
            Console.Error.WriteLine(line);
        }
    }
}
