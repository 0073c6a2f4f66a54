using System.Diagnostics;
using System.Text.Json;
using SigProp.Data;
using SigProp.Numerics;
using SigProp.Training;

namespace SigProp.Benchmarks;

/// <summary>One training run, or none at all, in this process: prints its peak memory and the parts that are known, as one line of JSON.</summary>
internal static class MemoryRun
{
    private const int Width = 784;
    private const int Classes = 10;

    public static object Run(Arguments arguments)
    {
        string rule = arguments.Text("rule", "sp");
        MemoryParts parts = rule switch
        {
            "none" => new MemoryParts(),
            "sp" => Train(arguments, LearningRuleKind.SignalPropagation),
            "bp" => Train(arguments, LearningRuleKind.Backpropagation),
            _ => throw new ArgumentException($"--rule is sp, bp or none, not '{rule}'."),
        };
        using var process = Process.GetCurrentProcess();
        parts = parts with { Peak = process.PeakWorkingSet64 };
        Console.WriteLine(JsonSerializer.Serialize(parts));
        return parts;
    }

    private static MemoryParts Train(Arguments arguments, LearningRuleKind rule)
    {
        int rows = arguments.Int("rows", 8_192), hidden = arguments.Int("hidden", 400);
        double validation = arguments.Number("validation", 0);
        NetworkSpecBuilder builder = NetworkSpec.Create(Width, Classes);
        for (int i = 0; i < arguments.Int("layers", 2); i++)
        {
            builder.Dense(hidden);
        }

        float[] features = new float[checked(rows * Width)];
        RandomStream random = RandomKey.FromSeed(1).Stream();
        random.FillUniform(features, 0f, 1f);
        int[] labels = [.. Enumerable.Range(0, rows).Select(i => i % Classes)];
        var options = new TrainingOptions
        {
            Rule = rule,
            Epochs = arguments.Int("epochs", 1),
            BatchSize = arguments.Int("batch", 1_024),
            ValidationFraction = validation,
            Threads = arguments.Int("threads", 1),
        };
        TrainingResult result = new Trainer(options).Train(builder.Build(), new Dataset(features, Width, labels, Classes));
        long parameters = result.Network.Leaves.Sum(p => (long)p.Values.Length);
        long moments = result.State!.Learners.Sum(l => l.Moments().Sum(m => (long)m.Values.Length));
        return new MemoryParts
        {
            Data = sizeof(float) * ((long)features.Length + labels.Length),
            Parameters = sizeof(float) * parameters,
            Optimizer = sizeof(float) * moments,
            Targets = sizeof(float) * result.Network.ClassTargets.ToArray().Sum(t => (long)t.Elements.Length),
            Snapshot = validation > 0 ? sizeof(float) * (parameters + moments) : 0,
            Signals = result.Report.SignalBytes,
        };
    }
}
