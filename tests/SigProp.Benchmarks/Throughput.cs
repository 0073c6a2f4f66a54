using System.Diagnostics;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Benchmarks;

/// <summary>Training throughput: whole steps on random rows, the best of several passes.</summary>
internal static class Throughput
{
    private const int Rows = 12_800;
    private const int Width = 784;
    private const int Classes = 10;
    private const int BatchSize = 128;
    private const int Passes = 7;

    public static object Run(Arguments arguments)
    {
        int hidden = arguments.Int("hidden", 800), layers = arguments.Int("layers", 2);
        int[] threadCounts = arguments.Int("threads", 0) is int t and > 0 ? [t] : [.. new[] { 1, Environment.ProcessorCount }.Distinct()];
        var best = new Dictionary<LearningRuleKind, (double Rate, int Threads)>();
        Console.WriteLine($"{Width}-{string.Join('-', Enumerable.Repeat(hidden, layers))}-{Classes}, batch {BatchSize}, Adam; samples/s, best (median) of {Passes} passes");
        foreach (int threads in threadCounts)
        {
            foreach (LearningRuleKind rule in new[] { LearningRuleKind.SignalPropagation, LearningRuleKind.Backpropagation })
            {
                double[] rates = Measure(rule, threads, hidden, layers);
                Console.WriteLine($"  {rule,-18} {threads} threads  {rates.Max(),9:N0} ({rates.Order().ElementAt(Passes / 2):N0})");
                if (rates.Max() > best.GetValueOrDefault(rule).Rate)
                {
                    best[rule] = (rates.Max(), threads);
                }
            }
        }

        double gemm = GemmRates.Measure(1, 1024, 1024, 1024, false, false);
        Console.WriteLine($"  matrix product 1024 x 1024 x 1024, 1 thread: {gemm:N1} GFLOP/s ({GemmKernels.Select().Name})");
        return new
        {
            sigprop_samples_per_s = Math.Round(best[LearningRuleKind.SignalPropagation].Rate),
            backprop_samples_per_s = Math.Round(best[LearningRuleKind.Backpropagation].Rate),
            gemm_gflops_1024 = Math.Round(gemm, 1),
            threads = best[LearningRuleKind.SignalPropagation].Threads,
            kernel = GemmKernels.Select().Name,
        };
    }

    private static double[] Measure(LearningRuleKind kind, int threads, int hidden, int layers)
    {
        NetworkSpecBuilder builder = NetworkSpec.Create(Width, Classes);
        for (int i = 0; i < layers; i++)
        {
            builder.Dense(hidden);
        }

        using var context = new ComputeContext(threads);
        LearningRule rule = Trainer.CreateRule(kind, new LearningSetup(
            context, Network.Create(builder.Build()), new AdamSpec { LearningRate = 5e-4f }, 0f, BatchSize));
        rule.SetLearningRate(5e-4f);
        var losses = new LossValue[rule.LossNames.Count];
        RandomStream random = RandomKey.FromSeed(0).Stream();
        Batch[] batches = [.. Enumerable.Range(0, Rows / BatchSize).Select(_ => RandomBatch(ref random))];
        var rates = new double[Passes];
        for (int pass = -2; pass < Passes; pass++)
        {
            var clock = Stopwatch.StartNew();
            for (int i = 0; i < batches.Length; i++)
            {
                rule.Step(batches[i], default, losses);
            }

            if (pass >= 0)
            {
                rates[pass] = Rows / clock.Elapsed.TotalSeconds;
            }
        }

        return rates;
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
