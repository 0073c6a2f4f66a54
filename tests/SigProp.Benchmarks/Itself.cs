using System.Diagnostics;
using System.Reflection;

namespace SigProp.Benchmarks;

/// <summary>Runs this program again: what is measured of a whole process needs a process of its own.</summary>
internal static class Itself
{
    /// <summary>How to start a child with these arguments.</summary>
    public static ProcessStartInfo Start(params IEnumerable<string> arguments)
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("This process has no path.");

        // dotnet SigProp.Benchmarks.dll, or the program's own executable
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        return new ProcessStartInfo(program, isHost ? [Assembly.GetExecutingAssembly().Location, .. arguments] : arguments) { UseShellExecute = false };
    }
}
