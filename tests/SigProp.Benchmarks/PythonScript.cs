using System.ComponentModel;
using System.Diagnostics;

namespace SigProp.Benchmarks;

/// <summary>The scripts under <c>peers</c>: found from the repository's root, run by Debian's Python or the one of <c>--python</c>.</summary>
internal static class PythonScript
{
    private const string DebianPython = "/usr/bin/python3";

    /// <summary>How to start a script of the folder <c>peers</c>.</summary>
    /// <exception cref="ArgumentException">Not run from the repository's root, or within it.</exception>
    public static ProcessStartInfo Start(Arguments arguments, string script, params IEnumerable<string> options)
    {
        string python = arguments.Text("python", File.Exists(DebianPython) ? DebianPython : "python3");
        return new ProcessStartInfo(python, [Find(script), .. options]) { UseShellExecute = false, RedirectStandardOutput = true };
    }

    /// <summary>Runs a script to its end.</summary>
    /// <exception cref="ArgumentException">Python does not start, or lacks <paramref name="module"/>.</exception>
    /// <exception cref="IOException">The script failed.</exception>
    public static string Output(Arguments arguments, string script, string module, params IEnumerable<string> options)
    {
        ProcessStartInfo check = Start(arguments, script);
        var import = new ProcessStartInfo(check.FileName, ["-c", $"import {module}"]) { UseShellExecute = false, RedirectStandardError = true };
        using (Process started = Launch(import))
        {
            started.StandardError.ReadToEnd();
            started.WaitForExit();
            if (started.ExitCode != 0)
            {
                throw new ArgumentException($"--peer 1 needs a Python with the module {module}, and {check.FileName} has none; "
                    + $"--python FILE names another (Debian: apt install python3-{module}).");
            }
        }

        using Process process = Launch(Start(arguments, script, options));
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new IOException($"{script} ended with code {process.ExitCode}.");
    }

    public static Process Launch(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new ArgumentException($"--peer 1 needs Python, and {start.FileName} does not start ({exception.Message}); --python FILE names another.", exception);
        }
    }

    private static string Find(string script)
    {
        for (DirectoryInfo? folder = new(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "tests", "SigProp.Benchmarks", "peers", script);
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new ArgumentException($"--peer 1 runs tests/SigProp.Benchmarks/peers/{script}; start from the repository's root.");
    }
}
