using System.Diagnostics;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Benchmarks;

/// <summary>Training of a preset on random rows: samples a second, and what each layer takes in time and memory (tables I to IV), by signal propagation
/// with dense and with sparse targets and by backpropagation. VGG8b on 3 x 32 x 32 images, or 784-800-800-10. Without dropout, as the PyTorch
/// peer.</summary>
internal static class LayerCosts
{
    private const int Classes = 10;

    public static object Run(Arguments arguments)
    {
        double width = arguments.Number("width", 0.25);
        int batch = arguments.Int("batch", 128), steps = arguments.Int("steps", 4), passes = arguments.Int("passes", 5);
        int threads = arguments.Int("threads", Environment.ProcessorCount);
        (NetworkPreset preset, ImageShape shape) = arguments.Text("preset", "vgg8b") switch
        {
            "vgg8b" => (NetworkPreset.Vgg8b, new ImageShape(3, 32, 32)),
            "vgg8b-2x" => (NetworkPreset.Vgg8bDouble, new ImageShape(3, 32, 32)),
            "fc" => (NetworkPreset.FullyConnected2x800, new ImageShape(1, 28, 28)),
            string other => throw new ArgumentException($"--preset is vgg8b, vgg8b-2x or fc, not '{other}'."),
        };
        Console.WriteLine($"{preset} x {width}, batch {batch}, Adam, {threads} threads, {GemmKernels.Select().Name}");
        var results = new List<object>();
        foreach ((string name, LearningRuleKind kind, bool sparse) in new[]
        {
            ("sigprop", LearningRuleKind.SignalPropagation, false),
            ("sigprop sparse", LearningRuleKind.SignalPropagation, true),
            ("backprop", LearningRuleKind.Backpropagation, false),
        })
        {
            NetworkSpec spec = NetworkSpec.Create(shape, Classes).Targets(new TargetGeneratorSpec { Sparse = sparse }).Build(
                [.. NetworkPresets.Layers(preset, width).Select(WithoutDropout)]);
            using var context = new ComputeContext(threads);
            LearningRule rule = Trainer.CreateRule(
                kind, new LearningSetup(context, Network.Create(spec), new AdamSpec { LearningRate = 5e-4f }, 0f, batch));
            double[] rates = Measure(rule, shape, batch, steps, passes);
            long samples = (long)batch * steps * (passes + 1);
            Console.WriteLine(
                $"  {name,-15} {rates.Max(),8:N0} samples/s (median {rates.Order().ElementAt(passes / 2):N0}), signals {rule.SignalBytes / 1048576.0:N1} MiB");
            Console.WriteLine($"    {"layer",-8}{"us/sample",12}{"MiB",10}");
            foreach (LayerCost cost in rule.Costs)
            {
                Console.WriteLine($"    {cost.Name,-8}{1e6 * cost.Seconds / samples,12:N1}{cost.SignalBytes / 1048576.0,10:N2}");
            }

            results.Add(new
            {
                rule = name,
                samples_per_s = Math.Round(rates.Max()),
                median = Math.Round(rates.Order().ElementAt(passes / 2)),
                signal_bytes = rule.SignalBytes,
                layers = rule.Costs.Select(c => new { c.Name, us_per_sample = 1e6 * c.Seconds / samples, c.SignalBytes }),
            });
        }

        return results;
    }

    private static double[] Measure(LearningRule rule, ImageShape shape, int batchSize, int steps, int passes)
    {
        rule.SetLearningRate(5e-4f);
        RandomStream random = RandomKey.FromSeed(0).Stream();
        var batch = new Batch(batchSize, shape.Size) { Count = batchSize };
        random.FillUniform(batch.Features, 0, 1);
        for (int i = 0; i < batchSize; i++)
        {
            batch.Labels[i] = random.Next(Classes);
        }

        var losses = new LossValue[rule.LossNames.Count];
        var rates = new double[passes];
        for (int pass = -1; pass < passes; pass++)
        {
            var clock = Stopwatch.StartNew();
            for (int i = 0; i < steps; i++)
            {
                rule.Step(batch, default, losses);
            }

            if (pass >= 0)
            {
                rates[pass] = steps * batchSize / clock.Elapsed.TotalSeconds;
            }
        }

        return rates;
    }

    private static LayerSpec WithoutDropout(LayerSpec layer) => layer is LearningLayerSpec learning ? learning with { Dropout = 0 } : layer;

    private static NetworkSpec Build(this NetworkSpecBuilder builder, IReadOnlyList<LayerSpec> layers)
    {
        foreach (LayerSpec layer in layers)
        {
            builder.Add(layer);
        }

        return builder.Build();
    }
}
