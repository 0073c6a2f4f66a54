using System.Diagnostics;
using System.Text.Json;
using SigProp.Benchmarks;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Training;

namespace SigProp.TorchSharp.Benchmarks;

/// <summary>Some steps in this process: prints what they took, as one line of JSON.</summary>
internal static class MemoryRun
{
    public static object Run(Arguments arguments)
    {
        TrainingBackend backend = arguments.Text("device", "cpu") switch
        {
            "cpu" => Engine.LibTorchCpu,
            "managed" => ManagedBackend.Instance,
            string other => throw new ArgumentException($"--device is cpu or managed, not '{other}'."),
        };
        string rule = arguments.Text("rule", "sp");
        LearningRuleKind kind = rule switch
        {
            "none" or "sp" or "sp-sparse" => LearningRuleKind.SignalPropagation,
            "bp" => LearningRuleKind.Backpropagation,
            _ => throw new ArgumentException($"--rule is sp, sp-sparse, bp or none, not '{rule}'."),
        };
        int threads = arguments.Int("threads", 1);
        NetworkSpec small = MeasuredNetwork.Dense(4, 1, 4);
        MemoryParts parts = Steps(backend, kind, small, 4, 3, threads);
        if (rule != "none")
        {
            NetworkSpec spec = arguments.Text("network", "dense") switch
            {
                "dense" => MeasuredNetwork.Dense(784, arguments.Int("layers", 2), arguments.Int("hidden", 800)),
                "vgg8b" => SpecBuilding.Vgg8b(arguments.Number("width", 1), rule == "sp-sparse", Vgg8bSettings.RecipeDropout),
                string other => throw new ArgumentException($"--network is dense or vgg8b, not '{other}'."),
            };
            parts = Steps(backend, kind, spec, arguments.Int("batch", 128), arguments.Int("steps", 2), threads);
        }

        Console.WriteLine(JsonSerializer.Serialize(parts));
        return parts;
    }

    private static MemoryParts Steps(TrainingBackend backend, LearningRuleKind kind, NetworkSpec spec, int batchSize, int steps, int threads)
    {
        using var context = new ComputeContext(threads);
        LearningRule rule = Engine.CreateRule(backend, kind, spec, context, batchSize);
        using var owned = rule as IDisposable;
        var losses = new LossValue[rule.LossNames.Count];
        Batch batch = Engine.RandomBatch(spec, batchSize, seed: 0);

        // Parameters and moments are there, as memory and not only as addresses: what is measured comes on top of them.
        foreach (float[] moments in rule.Optimizers.SelectMany(o => o.State.Moments()).Select(m => m.Values))
        {
            Array.Clear(moments);
        }

        rule.BeginSteps(context);
        using var process = Process.GetCurrentProcess();
        long before = process.WorkingSet64;
        for (int step = 0; step < steps; step++)
        {
            rule.Step(batch, RandomKey.FromSeed(step), losses);
        }

        process.Refresh();
        long growth = Math.Max(0, process.PeakWorkingSet64 - before);
        rule.EndSteps(context);
        return new MemoryParts(rule.SignalBytes, [.. rule.Costs.Select(c => new MemoryParts.Layer(c.Name, c.SignalBytes))], growth);
    }
}
