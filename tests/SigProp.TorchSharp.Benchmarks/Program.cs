using SigProp.Benchmarks;

namespace SigProp.TorchSharp.Benchmarks;

/// <summary>What needs TorchSharp: one command a table, each with <c>--json FILE</c> and <c>--md FOLDER</c>.</summary>
internal static class Program
{
    private static readonly Dictionary<string, (string About, Func<Arguments, object> Run)> s_commands = [];

    public static int Main(string[] args) => new CommandSet(s_commands, []).Run(args);
}
