using SigProp.Benchmarks;

namespace SigProp.MLNet.Benchmarks;

/// <summary>What needs ML.NET: one command a table, each with <c>--json FILE</c> and <c>--md FOLDER</c>.</summary>
internal static class Program
{
    private static readonly Dictionary<string, (string About, Func<Arguments, object> Run)> s_commands = new()
    {
        ["tabular"] = ("signal propagation and backpropagation beside ML.NET's trainers on six tables, cross-validated, with default options [--data FOLDER] "
            + "[--sets NAME,NAME] [--trainers NAME,NAME] [--folds N] [--seed N]", Tabular.Run),
    };

    public static int Main(string[] args) => new CommandSet(s_commands, []).Run(args);
}
