using System.Diagnostics;
using System.Globalization;

namespace SigProp.Benchmarks;

/// <summary>OpenBLAS by <c>peers/openblas_gemm.py --serve</c>, a process for each core type, which all wait while others are measured.</summary>
internal sealed class OpenBlasPeer : IDisposable
{
    private static readonly string?[] s_coreTypes = [null, "SkylakeX", "Cooperlake", "Zen", "Haswell"];

    private readonly List<(Process Process, string Core)> _servers = [];

    public OpenBlasPeer(Arguments arguments, int threads)
    {
        try
        {
            foreach (string? coreType in s_coreTypes)
            {
                Add(arguments, threads, coreType);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>GFLOP/s of the fastest core type, and its name.</summary>
    public (double Rate, string Core) Measure(GemmShape shape, double seconds)
    {
        (double Rate, string Core) best = default;
        string question = string.Create(
            CultureInfo.InvariantCulture,
            $"{shape.M} {shape.N} {shape.K} {(shape.TransposeA ? 1 : 0)} {(shape.TransposeB ? 1 : 0)} {seconds / _servers.Count}");
        foreach ((Process process, string core) in _servers)
        {
            process.StandardInput.WriteLine(question);
            process.StandardInput.Flush();
            string answer = process.StandardOutput.ReadLine() ?? throw new IOException("openblas_gemm.py ended before it answered.");
            double rate = double.Parse(answer, CultureInfo.InvariantCulture);
            best = rate > best.Rate ? (rate, core) : best;
        }

        return best;
    }

    public void Dispose()
    {
        // At the end of its input a server ends.
        foreach ((Process process, _) in _servers)
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }
    }

    private void Add(Arguments arguments, int threads, string? coreType)
    {
        ProcessStartInfo start = PythonScript.Start(
            arguments, "openblas_gemm.py", "--serve", "--threads", threads.ToString(CultureInfo.InvariantCulture));
        start.RedirectStandardInput = true;
        start.RedirectStandardError = true;
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("OPENBLAS_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        if (coreType is not null)
        {
            start.Environment["OPENBLAS_CORETYPE"] = coreType;
        }

        Process process = PythonScript.Launch(start);
        if (process.StandardOutput.ReadLine() is not string core)
        {
            string[] said = process.StandardError.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            process.WaitForExit();
            process.Dispose();
            throw new ArgumentException(
                $"--peer 1 needs OpenBLAS (Debian: apt install libopenblas0-pthread): {(said.Length > 0 ? said[^1] : "openblas_gemm.py ended at once")}");
        }

        _servers.Add((process, core));
    }
}
