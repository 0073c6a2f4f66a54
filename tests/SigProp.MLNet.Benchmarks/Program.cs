using SigProp.Benchmarks;

namespace SigProp.MLNet.Benchmarks;

/// <summary>What needs ML.NET: one command a table, each with <c>--json FILE</c> and <c>--md FOLDER</c>.</summary>
internal static class Program
{
    private static readonly Dictionary<string, (string About, Func<Arguments, object> Run)> s_commands = new()
    {
        ["scoring"] = ("Transform in batches beside row by row [--rows N] [--single N] [--repeats N]", Scoring.Run),
    };

    public static int Main(string[] args) => new CommandSet(s_commands, []).Run(args);
}
