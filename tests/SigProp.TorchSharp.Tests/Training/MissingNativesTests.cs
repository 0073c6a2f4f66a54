using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SigProp.TorchSharp.Tests.Training;

/// <summary>Where libtorch is missing, all of it or a part, one sentence names the package to add, TorchSharp prints nothing, and by option the managed engine trains.</summary>
public sealed class MissingNativesTests : IDisposable
{
    private static readonly string[] s_others = ["xunit", "Microsoft.", "SigProp.MLNet", "testhost"];

    private readonly string _folder = Directory.CreateTempSubdirectory("sigprop-natives-").FullName;

    public static TheoryData<string> Parts => ["", "LibTorchSharp", "torch"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Nothing; the package TorchSharp alone, which has the first part; and the other way round.</summary>
    [Theory]
    [MemberData(nameof(Parts))]
    public async Task The_package_to_add_is_named(string part)
    {
        // Without what lists the packages' files only what lies beside the program is there.
        string[] managed = [.. Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Where(f => !s_others.Any(o => Path.GetFileName(f).StartsWith(o, StringComparison.Ordinal)))];
        string settings = Path.Combine(AppContext.BaseDirectory, "SigProp.TorchSharp.FreshProcess.runtimeconfig.json");
        string[] natives = [.. Natives().Where(f => part.Length > 0 && part == (f.Contains("LibTorchSharp", StringComparison.Ordinal) ? "LibTorchSharp" : "torch"))];
        Assert.Equal(part.Length > 0, natives.Length > 0);
        foreach (string file in (string[])[.. managed, settings, .. natives])
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        }

        string[] lines = await Run();
        string version = typeof(global::TorchSharp.torch).Assembly.GetName().Version!.ToString(3);
        string sentence = $"libtorch, the native part of TorchSharp, was not found, or is not that of TorchSharp {version}; add the package TorchSharp-c";
        Assert.Equal(3, lines.Length);
        Assert.StartsWith($"Cpu: {sentence}", lines[0]);
        Assert.StartsWith($"Cuda: {sentence}", lines[1]);
        Assert.StartsWith($"managed: {sentence}", lines[2]);
        Assert.Contains("TorchSharp-cpu", lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("TorchSharp-cpu", lines[1], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.EndsWith($" in version {version}, or choose the Device Managed or Auto.", line));
    }

    private static string[] Natives()
    {
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        string runtimes = Path.Combine(
            AppContext.BaseDirectory, "runtimes", $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}", "native");
        return Directory.Exists(runtimes) ? Directory.GetFiles(runtimes) : [];
    }

    private async Task<string[]> Run()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is string host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { Path.Combine(_folder, "SigProp.TorchSharp.FreshProcess.dll") },
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output + await errors);
        return output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }
}
