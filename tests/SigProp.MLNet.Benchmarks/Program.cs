using SigProp.Benchmarks;

namespace SigProp.MLNet.Benchmarks;

/// <summary>What needs ML.NET: one command a table, each with <c>--json FILE</c> and <c>--md FOLDER</c>.</summary>
internal static class Program
{
    private static readonly Dictionary<string, (string About, Func<Arguments, object> Run)> s_commands = new()
    {
        ["tabular"] = ("signal propagation and backpropagation beside ML.NET's trainers on six tables, cross-validated, with default options [--data FOLDER] "
            + "[--sets NAME,NAME] [--trainers NAME,NAME] [--folds N] [--seed N]", Tabular.Run),
        ["scoring"] = ("Transform in batches beside row by row [--rows N] [--single N] [--repeats N]", Scoring.Run),
        ["updates"] = ("small updates beside one full fit of optical digits [--data FOLDER: with optdigits-train.csv.gz in it] [--rows N] [--size N] [--epochs N] [--lr X] "
            + "[--threads N] [--state 1: keep the optimizer's] [--passes N] [--seed N]", Updates.Run),
    };

    public static int Main(string[] args) => new CommandSet(s_commands, []).Run(args);
}
