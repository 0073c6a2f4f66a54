using System.Diagnostics;

namespace SigProp.Cli.Tests;

/// <summary>What is there under the name of an output is treated with care.</summary>
public sealed class OutputFileTests : CliTest
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    public OutputFileTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links, modes and pipes are Unix's.");
        WriteMixed("data.csv");
    }

    [Fact]
    public void A_link_stays_and_what_it_leads_to_is_written_in_its_mode()
    {
        Write("target.sigprop", "old");
        SetMode("target.sigprop", Mode);
        File.CreateSymbolicLink(PathOf("between"), "target.sigprop");
        File.CreateSymbolicLink(PathOf("m.sigprop"), "between");
        Succeed($"train {{data.csv}} --label kind --out {{m.sigprop}} {Fast} --quiet");
        Assert.Equal("between", new FileInfo(PathOf("m.sigprop")).LinkTarget);
        Assert.Contains("Classes (2)", Succeed("inspect {target.sigprop}").Out);
        Assert.Equal(Mode, GetMode("target.sigprop"));
        Assert.Equal(["between", "data.csv", "m.sigprop", "target.sigprop"], Files());
    }

    [Fact]
    public void A_link_to_an_input_is_refused()
    {
        File.CreateSymbolicLink(PathOf("m.sigprop"), "data.csv");
        Refuse("train {data.csv} --label kind --out {m.sigprop}", "is read");
        Directory.CreateSymbolicLink(PathOf("folder"), PathOf(""));
        Refuse("train {data.csv} --label kind --out {folder/data.csv}", "is read");
        Refuse("train {folder/data.csv} --label kind --out {data.csv}", "is read");
    }

    [Fact]
    public void A_link_that_turns_in_circles_is_refused()
    {
        File.CreateSymbolicLink(PathOf("m.sigprop"), "m.sigprop");
        Refuse("train {data.csv} --label kind --out {m.sigprop}", "leads nowhere");
    }

    [Fact]
    public void A_pipe_is_refused()
    {
        using Process made = Process.Start("mkfifo", [PathOf("pipe")]);
        made.WaitForExit();
        Refuse("train {data.csv} --label kind --out {pipe}", "is a device or a pipe");
    }

    [Fact]
    public void A_device_is_refused() => Refuse("train {no.csv} --label kind --out /dev/null", "'/dev/null' is a device or a pipe");

    [Fact]
    public void A_file_that_is_locked_is_refused_and_an_empty_one_is_replaced()
    {
        File.WriteAllBytes(PathOf("m.sigprop"), []);
        SetMode("m.sigprop", UnixFileMode.UserRead);
        Refuse("train {data.csv} --label kind --out {m.sigprop}", "may not be written to");
        SetMode("m.sigprop", Mode);
        Succeed($"train {{data.csv}} --label kind --out {{m.sigprop}} {Fast} --quiet");
        Assert.Equal(Mode, GetMode("m.sigprop"));
    }

    private void SetMode(string name, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(PathOf(name), mode);
        }
    }

    private UnixFileMode GetMode(string name) => OperatingSystem.IsWindows() ? Mode : File.GetUnixFileMode(PathOf(name));
}
