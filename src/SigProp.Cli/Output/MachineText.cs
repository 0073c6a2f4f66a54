using System.Runtime.InteropServices;

namespace SigProp.Cli.Output;

/// <summary>The machine, in a line.</summary>
internal static class MachineText
{
    public static string Describe() => $"{Format.Of(Environment.ProcessorCount, "core", "cores")}, {RuntimeInformation.ProcessArchitecture}, "
        + $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}";
}
