using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace SigProp.Benchmarks;

/// <summary>BenchmarkDotNet over the kernels: <c>micro</c> and BenchmarkDotNet's own options, <c>--json FILE</c> and <c>--md FOLDER</c> besides.</summary>
/// <remarks>Benchmarks run in this process: it is a build of Release already, and the default way would restore packages and build anew.</remarks>
internal static class Micro
{
    public static int Run(string[] args)
    {
        var own = new List<string>();
        var theirs = new List<string>();
        for (int i = 0; i < args.Length; i++)
        {
            bool isOwn = args[i] is "--json" or "--md" && i + 1 < args.Length;
            (isOwn ? own : theirs).AddRange(isOwn ? [args[i], args[++i]] : [args[i]]);
        }

        var arguments = new Arguments("micro", "", [.. own]);
        bool isJobGiven = theirs.Any(a => a is "--job" or "-j");
        Job job = (isJobGiven ? Job.Default : Job.ShortRun).WithToolchain(InProcessEmitToolchain.Instance);
        IConfig config = DefaultConfig.Instance.AddDiagnoser(MemoryDiagnoser.Default).WithOptions(ConfigOptions.JoinSummary);
        config = isJobGiven ? config : config.AddJob(job);
        if (!theirs.Any(a => a is "--filter" or "-f" or "--list"))
        {
            theirs.AddRange(["--filter", "*"]);
        }

        if (isJobGiven)
        {
            theirs.Add("--inProcess");
        }

        Summary[] summaries = [.. BenchmarkSwitcher.FromAssembly(typeof(Micro).Assembly).Run([.. theirs], config)];
        if (summaries.Length == 0)
        {
            return theirs.Contains("--list") ? 0 : 2;
        }

        var report = new Report("Micro-benchmarks of the kernels", ToTable(summaries));
        arguments.WriteJson(report.JsonOrRows);
        if (arguments.Text("md", "") is { Length: > 0 } folder)
        {
            ResultFile.Write(folder, "micro", theirs, report, "");
        }

        return summaries.Any(s => s.HasCriticalValidationErrors || s.Reports.Any(r => !r.Success)) ? 1 : 0;
    }

    private static ResultTable ToTable(IEnumerable<Summary> summaries)
    {
        var table = new ResultTable(
            "Micro-benchmarks of the kernels",
            new("kernel", "kernel"), new("case", "case"), new("parameters", "parameters"), new("us", "us", 2), new("error us", "error_us", 2),
            new("allocated bytes", "allocated_bytes"));
        foreach (BenchmarkReport report in summaries.SelectMany(s => s.Reports).Where(r => r.ResultStatistics is not null))
        {
            BenchmarkCase benchmark = report.BenchmarkCase;
            table.Add(
                benchmark.Descriptor.Type.Name, benchmark.Descriptor.WorkloadMethod.Name, benchmark.Parameters.DisplayInfo.Trim('[', ']'),
                report.ResultStatistics!.Mean / 1e3, report.ResultStatistics.StandardError / 1e3, report.GcStats.GetBytesAllocatedPerOperation(benchmark));
        }

        return table;
    }
}
