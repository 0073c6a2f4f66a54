using SigProp.Benchmarks;
using SigProp.Training;

namespace SigProp.TorchSharp.Benchmarks;

/// <summary>Training throughput of whole steps on random rows, by the managed engine and by libtorch's CPU, each with one thread and with all. Their passes take
/// turns, so that a machine that drifts is the same for all; of each engine the better number of threads counts.</summary>
internal static class Throughput
{
    private const int BatchesInTurn = 16;

    private static readonly (string Name, LearningRuleKind Kind)[] s_rules =
    [
        ("SP", LearningRuleKind.SignalPropagation),
        ("BP", LearningRuleKind.Backpropagation),
    ];

    public static object Run(Arguments arguments)
    {
        int passes = Positive(arguments, "passes", 5), most = Positive(arguments, "threads", Environment.ProcessorCount);
        double seconds = arguments.Number("seconds", 0.3);
        int[] threads = [.. new[] { 1, most }.Distinct()];
        var table = new ResultTable(
            $"Training in samples/s by number of threads, median of {passes} passes",
            [
                new("network", "network"), new("batch", "batch"), new("rule", "rule"),
                .. threads.Select(t => new Column($"managed, {t}", $"managed_{t}")),
                .. threads.Select(t => new Column($"libtorch, {t}", $"libtorch_{t}")),
                new("managed/libtorch", "ratio", 2), new("by best pass", "ratio_best", 2),
            ]);
        var lost = new List<string>();
        foreach (MeasuredNetwork network in Chosen(arguments))
        {
            foreach ((string name, LearningRuleKind kind) in network.IsForTargets ? s_rules[..1] : s_rules)
            {
                Rate[] rates = Measure(network, kind, threads, passes, seconds);
                double ratio = Ratio(rates, r => r.Median);
                table.Add([network.Title, network.BatchSize, name, .. rates.Select(r => (object)r.Median), ratio, Ratio(rates, r => r.Best)]);
                if (ratio < 1)
                {
                    lost.Add($"{network.Title} by {name} ({ratio:F2})");
                }
            }
        }

        return new Report("Training by libtorch's CPU beside the managed engine", table)
        {
            Notes =
            [
                "SP: signal propagation; BP: backpropagation. The ratio is of each engine's better number of threads; above 1 the managed engine is faster. "
                    + "Its passes and libtorch's took turns.",
                lost.Count == 0 ? "The managed engine was nowhere slower." : $"libtorch was faster on {string.Join(", ", lost)}.",
                $"{Engine.Version} {PassiveThreads.Note} The threads are those of torch.set_num_threads; a BLAS of its own may use others.",
            ],
        };
    }

    // The managed engine's come first.
    private static double Ratio(Rate[] rates, Func<Rate, double> figure)
        => rates[..(rates.Length / 2)].Max(figure) / rates[(rates.Length / 2)..].Max(figure);

    private static Rate[] Measure(MeasuredNetwork network, LearningRuleKind kind, int[] threads, int passes, double seconds)
    {
        Batch[] batches = [.. Enumerable.Range(0, BatchesInTurn).Select(i => Engine.RandomBatch(network.Spec, network.BatchSize, i))];
        Contender[] contenders =
        [
            .. threads.Select(t => new Contender(ManagedBackend.Instance, kind, network, t)),
            .. threads.Select(t => new Contender(Engine.LibTorchCpu, kind, network, t)),
        ];
        try
        {
            int[] steps = [.. contenders.Select(c => Math.Max(1, (int)Math.Round(seconds / c.WarmUp(batches, seconds))))];
            for (int pass = 0; pass < passes; pass++)
            {
                // Each follows the other engine: managed, libtorch, managed, libtorch.
                for (int i = 0; i < contenders.Length; i++)
                {
                    int next = (i / 2) + (i % 2 * threads.Length);
                    contenders[next].Pass(batches, steps[next]);
                }
            }

            return [.. contenders.Select(c => c.Rate)];
        }
        finally
        {
            foreach (Contender contender in contenders)
            {
                contender.Dispose();
            }
        }
    }

    private static IEnumerable<MeasuredNetwork> Chosen(Arguments arguments)
    {
        string names = arguments.Text("networks", "");
        return names.Length == 0 ? MeasuredNetwork.All : [.. names.Split(',').Select(n => MeasuredNetwork.All.FirstOrDefault(m => m.Key == n)
            ?? throw new ArgumentException($"--networks knows {string.Join(", ", MeasuredNetwork.All.Select(m => m.Key))}, not '{n}'."))];
    }

    private static int Positive(Arguments arguments, string name, int otherwise) => arguments.Int(name, otherwise) is int value and > 0
        ? value : throw new ArgumentException($"--{name} is at least 1, not '{arguments.Text(name, "")}'.");
}
