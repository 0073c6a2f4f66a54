using System.Reflection;
using System.Runtime.InteropServices;
using SigProp.Numerics;

namespace SigProp.Benchmarks;

/// <summary>What figures depend on: processor, system, runtime and commit. Nothing that names a host or a user.</summary>
internal static class Machine
{
    private const string CpuInfo = "/proc/cpuinfo";

    /// <summary>The processor, with the generation of its cores where the name leaves it out.</summary>
    public static string Cpu { get; } = FindCpu();

    /// <summary>The processor as a folder's name, such as <c>amd-epyc-zen4</c>.</summary>
    public static string Folder => string.Join('-', new string([.. Cpu.ToLowerInvariant()
        .Replace("(r)", " ", StringComparison.Ordinal).Replace("(tm)", " ", StringComparison.Ordinal)
        .Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The line below a result's heading.</summary>
    public static string Describe()
    {
        string[] parts =
        [
            $"{DateTime.UtcNow:yyyy-MM-dd}",
            $"{Cpu}, {Environment.ProcessorCount} cores",
            $"kernel {GemmKernels.Select().Name}",
            RuntimeInformation.FrameworkDescription,
            RuntimeInformation.OSDescription,
            $"{(OperatingSystem.IsLinux() ? "Linux" : "kernel")} {Environment.OSVersion.Version.ToString(3)}",
            .. Commit() is string commit ? [$"commit {commit}"] : Array.Empty<string>(),
        ];
        return string.Join(" · ", parts);
    }

    private static string FindCpu()
    {
        if (!File.Exists(CpuInfo))
        {
            return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
        }

        var fields = File.ReadLines(CpuInfo).TakeWhile(l => l.Length > 0).Select(l => l.Split(':', 2)).Where(p => p.Length == 2)
            .GroupBy(p => p[0].Trim()).ToDictionary(g => g.Key, g => g.First()[1].Trim());
        string name = fields.GetValueOrDefault("model name", RuntimeInformation.ProcessArchitecture.ToString());
        return fields.GetValueOrDefault("vendor_id") == "AuthenticAMD"
            && int.TryParse(fields.GetValueOrDefault("cpu family"), out int family) && int.TryParse(fields.GetValueOrDefault("model"), out int model)
            && AmdCores(family, model) is string cores ? $"{name} {cores}" : name;
    }

    // Virtual machines often say "AMD EPYC" and no more; family and model tell the cores.
    private static string? AmdCores(int family, int model) => (family, model) switch
    {
        (0x17, < 0x30) => "Zen1",
        (0x17, _) => "Zen2",
        (0x19, (>= 0x10 and < 0x20) or (>= 0x60 and < 0x80) or (>= 0xa0 and < 0xb0)) => "Zen4",
        (0x19, _) => "Zen3",
        (0x1a, _) => "Zen5",
        _ => null,
    };

    // The SDK writes the commit behind the version when it builds in a clone.
    private static string? Commit()
        => typeof(Network).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') is [_, { Length: >= 7 } commit]
            ? commit[..7] : null;
}
