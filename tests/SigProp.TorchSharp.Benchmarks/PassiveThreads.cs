using System.Diagnostics;
using SigProp.Benchmarks;

namespace SigProp.TorchSharp.Benchmarks;

/// <summary>Has libtorch's idle threads sleep. By themselves they spin for a while after each product, which on few cores takes these from whoever works next,
/// be it libtorch or the managed engine: threefold with two threads. It is decided before the process begins, so the program runs itself again.</summary>
internal static class PassiveThreads
{
    private const string Variable = "OMP_WAIT_POLICY";

    private static readonly string[] s_commands = ["throughput", "half"];

    /// <summary>What results depend on, a sentence.</summary>
    public static string Note => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } policy
        ? $"libtorch's threads ran with {Variable}={policy}."
        : $"libtorch's threads ran without {Variable}.";

    /// <summary>Whether a command measures libtorch's CPU, and how its threads wait was left open.</summary>
    public static bool AreNeeded(string[] args)
        => args.Length > 0 && (s_commands.Contains(args[0]) || (args[0] == "vgg8b" && IsOnCpu(args)))
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Runs the command in a process whose threads sleep while they wait.</summary>
    /// <returns>Its exit code.</returns>
    public static int RunAgain(string[] args)
    {
        ProcessStartInfo start = Itself.Start(args);
        start.Environment[Variable] = "PASSIVE";
        return OwnProcess.Wait(start);
    }

    private static bool IsOnCpu(string[] args)
    {
        int at = Array.IndexOf(args, "--device");
        return at >= 0 && at + 1 < args.Length && args[at + 1] == "cpu";
    }
}
