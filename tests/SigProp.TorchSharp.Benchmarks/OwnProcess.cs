using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using SigProp.Benchmarks;
using SigProp.Training;

namespace SigProp.TorchSharp.Benchmarks;

/// <summary>Runs commands of this program in processes of their own. On a GPU each measured run needs one: libtorch keeps what the runs before have asked of the
/// driver, by whose count the memory of a step is measured.</summary>
internal static class OwnProcess
{
    private static readonly string[] s_ofTheWhole = ["--json", "--md", "--apart"];

    /// <summary>Whether each run gets one: on a GPU, and where <c>--apart 1</c> asks for it.</summary>
    public static bool IsNeeded(Arguments arguments, TrainingDevice device) => device == TrainingDevice.Cuda || arguments.Flag("apart");

    /// <summary>Runs a command that returns a <typeparamref name="T"/>; what it says on the way is passed through.</summary>
    /// <param name="command">The command.</param>
    /// <param name="arguments">Those of this process, which it takes too, but for where results go.</param>
    /// <param name="own">Options of its own, which replace those.</param>
    /// <exception cref="IOException">It failed, and has said why.</exception>
    public static T Run<T>(string command, Arguments arguments, params string[] own)
    {
        string file = Path.GetTempFileName();
        try
        {
            string[] shared = [.. arguments.Given.Chunk(2).Where(o => !s_ofTheWhole.Contains(o[0]) && !own.Contains(o[0])).SelectMany(o => o)];
            int code = Wait(Itself.Start([command, .. shared, .. own, "--json", file]));
            return code == 0
                ? JsonSerializer.Deserialize<T>(File.ReadAllText(file))!
                : throw new IOException($"The process of `{command} {string.Join(' ', own)}` ended with code {code}.");
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Starts a process and waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public static int Wait(ProcessStartInfo start)
    {
        using Process child = Process.Start(start)!;

        // The terminal interrupts both; what ends this process alone ends the other with it, and those that it has started.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            child.Kill(entireProcessTree: true);
        });
        child.WaitForExit();
        return child.ExitCode;
    }
}
