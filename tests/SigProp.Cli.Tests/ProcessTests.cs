using System.Diagnostics;
using System.IO.Compression;

namespace SigProp.Cli.Tests;

/// <summary>The built program, as a process of its own.</summary>
public sealed class ProcessTests : CliTest
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Results_and_errors_go_to_streams_of_their_own()
    {
        using Process good = Start("--help");
        Assert.Contains("sigprop [command]", good.StandardOutput.ReadToEnd());
        Assert.Equal(0, End(good));
        using Process bad = Start("inspect", PathOf("none.sigprop"));
        Assert.Equal("", bad.StandardOutput.ReadToEnd());
        Assert.StartsWith("There is no file", bad.StandardError.ReadToEnd());
        Assert.Equal(2, End(bad));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Data_are_read_from_a_pipe(bool packed)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no name for the input stream.");
        byte[] content = File.ReadAllBytes(packed ? Pack(Digits) : Digits);
        using Process training = Start(
            true, "train", "/dev/stdin", "--label", "digit", "--out", PathOf("m.sigprop"), "--hidden", "16", "--epochs", "1", "--quiet");
        training.StandardInput.BaseStream.Write(content);
        training.StandardInput.Close();
        Assert.Equal("", training.StandardError.ReadToEnd());
        Assert.Equal(0, End(training));
        Assert.Contains("1,617 to learn from", Succeed("inspect {m.sigprop}").Out);
    }

    [Fact]
    public void An_interrupt_saves_the_best_network_so_far()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent by kill.");
        using Process training = Start("train", Digits, "--label", "digit", "--out", PathOf("m.sigprop"), "--epochs", "1000000", "--patience", "0", "--hidden", "32");
        for (int line = 0; line < 2; line++)
        {
            Assert.Contains("epoch", training.StandardError.ReadLine());
        }

        Process.Start("kill", ["-INT", training.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).WaitForExit();
        string rest = training.StandardError.ReadToEnd();
        Assert.Equal(130, End(training));
        Assert.Contains("holds the best network so far", rest);
        Assert.Equal(["m.sigprop"], Files());
        Assert.Contains("stopped in epoch", Succeed("inspect {m.sigprop}").Out);
    }

    private static Process Start(params string[] args) => Start(false, args);

    private static Process Start(bool piped, params string[] args)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "SigProp.Cli.dll");
        return Process.Start(new ProcessStartInfo("dotnet", ["exec", program, .. args])
        {
            RedirectStandardInput = piped,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    private string Pack(string path)
    {
        string packed = PathOf("packed");
        using var writer = new GZipStream(File.Create(packed), CompressionLevel.Fastest);
        writer.Write(File.ReadAllBytes(path));
        return packed;
    }

    private static int End(Process process)
    {
        if (!process.WaitForExit(s_patience))
        {
            process.Kill();
            Assert.Fail("The program did not end.");
        }

        return process.ExitCode;
    }
}
