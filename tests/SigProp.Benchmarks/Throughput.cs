using System.Diagnostics;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Benchmarks;

/// <summary>Training throughput: whole steps on random rows. The passes of the two rules take turns, so that a machine that drifts is the same for
/// both; PyTorch, where asked for, is measured before and after.</summary>
internal static class Throughput
{
    private const int Rows = 12_800;
    private const int Width = 784;
    private const int Classes = 10;
    private const int BatchSize = 128;
    private const int WarmUp = 2;

    private static readonly LearningRuleKind[] s_rules = [LearningRuleKind.SignalPropagation, LearningRuleKind.Backpropagation];

    public static object Run(Arguments arguments)
    {
        int hidden = arguments.Int("hidden", 800), passes = arguments.Int("passes", 7);
        int[] threadCounts = arguments.Int("threads", 0) is int t and > 0 ? [t] : [.. new[] { 1, Environment.ProcessorCount }.Distinct()];
        var table = new ResultTable(
            $"784-Lx{hidden}-10, batch {BatchSize}, Adam: training, samples/s, best and median of {passes} passes",
            new("layers", "layers"), new("who", "who"), new("threads", "threads"), new("SP best", "sigprop_best"), new("SP median", "sigprop_median"),
            new("BP best", "backprop_best"), new("BP median", "backprop_median"), new("SP/BP best", "sp_bp_best", 2), new("SP/BP median", "sp_bp_median", 2));
        var ratios = new ResultTable(
            "SigProp here against PyTorch: the best thread count of the one, the best settings of the other",
            new("layers", "layers"), new("rule", "rule"), new("by best", "ratio_best", 2), new("by median", "ratio_median", 2));
        var headline = new List<Rates>();
        foreach (int layers in arguments.Ints("layers", 2))
        {
            var peers = new List<Rates>();
            AddPeer();
            Rates[] own = [.. threadCounts.Select(threads => Measure(threads, hidden, layers, passes))];
            foreach (Rates rates in own)
            {
                Add("SigProp", rates);
            }

            AddPeer();
            headline.Add(Rates.BestOf(own));
            if (peers.Count > 0)
            {
                Rates ours = headline[^1], theirs = Rates.BestOf(peers);
                ratios.Add(layers, "SP", ours.SigProp.Best / theirs.SigProp.Best, ours.SigProp.Median / theirs.SigProp.Median);
                ratios.Add(layers, "BP", ours.Backprop.Best / theirs.Backprop.Best, ours.Backprop.Median / theirs.Backprop.Median);
            }

            void AddPeer()
            {
                if (arguments.Flag("peer"))
                {
                    peers.Add(TorchPeer.Measure(arguments, hidden, layers));
                    Add("PyTorch", peers[^1]);
                }
            }

            void Add(string who, Rates rates) => table.Add(
                layers, who, rates.Threads, rates.SigProp.Best, rates.SigProp.Median, rates.Backprop.Best, rates.Backprop.Median,
                rates.SigProp.Best / rates.Backprop.Best, rates.SigProp.Median / rates.Backprop.Median);
        }

        double gemm = GemmRates.Measure(1, 1024, 1024, 1024, false, false);
        return new Report("Training throughput", arguments.Flag("peer") ? [table, ratios] : [table])
        {
            Notes = [$"Matrix product 1024 x 1024 x 1024, 1 thread: {gemm:N1} GFLOP/s ({GemmKernels.Select().Name}).",
                .. arguments.Flag("peer") ? ["PyTorch: best over its settings, each rule and each figure by itself; it ran before and after ours."] : Array.Empty<string>()],
            Json = new
            {
                sigprop_samples_per_s = Math.Round(headline[0].SigProp.Best),
                backprop_samples_per_s = Math.Round(headline[0].Backprop.Best),
                gemm_gflops_1024 = Math.Round(gemm, 1),
                threads = headline[0].Threads,
                kernel = GemmKernels.Select().Name,
                rows = table.ToObjects(),
                ratios = ratios.ToObjects(),
            },
        };
    }

    private static Rates Measure(int threads, int hidden, int layers, int passes)
    {
        NetworkSpecBuilder builder = NetworkSpec.Create(Width, Classes);
        for (int i = 0; i < layers; i++)
        {
            builder.Dense(hidden);
        }

        using var context = new ComputeContext(threads);
        LearningRule[] rules = [.. s_rules.Select(kind => Trainer.CreateRule(kind, new LearningSetup(
            context, Network.Create(builder.Build()), new AdamSpec { LearningRate = 5e-4f }, 0f, BatchSize)))];
        RandomStream random = RandomKey.FromSeed(0).Stream();
        Batch[] batches = [.. Enumerable.Range(0, Rows / BatchSize).Select(_ => RandomBatch(ref random))];
        double[][] rates = [.. rules.Select(_ => new double[passes])];
        for (int pass = -WarmUp; pass < passes; pass++)
        {
            for (int r = 0; r < rules.Length; r++)
            {
                double rate = Pass(rules[r], batches);
                if (pass >= 0)
                {
                    rates[r][pass] = rate;
                }
            }
        }

        return new Rates(threads, Rate.Of(rates[0]), Rate.Of(rates[1]));
    }

    private static double Pass(LearningRule rule, Batch[] batches)
    {
        rule.SetLearningRate(5e-4f);
        var losses = new LossValue[rule.LossNames.Count];
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < batches.Length; i++)
        {
            rule.Step(batches[i], default, losses);
        }

        return Rows / clock.Elapsed.TotalSeconds;
    }

    private static Batch RandomBatch(ref RandomStream random)
    {
        var batch = new Batch(BatchSize, Width) { Count = BatchSize };
        random.FillUniform(batch.Features, 0f, 1f);
        for (int i = 0; i < BatchSize; i++)
        {
            batch.Labels[i] = random.Next(Classes);
        }

        return batch;
    }
}
