using System.Diagnostics;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Benchmarks;

/// <summary>Layers that learn in parallel: signal propagation's samples/s with its layers in a pipeline and one after the other, on random rows, passes
/// taking turns; and what the slowest layer of VGG8b takes beside backpropagation's whole step, the measure of table I for layers with a worker
/// each.</summary>
internal static class Pipelining
{
    private const int Classes = 10;

    private static readonly (int Inputs, int Hidden, int Layers)[] s_networks = [(784, 800, 2), (784, 800, 4), (784, 800, 8), (64, 256, 8)];
    private static readonly int[] s_batches = [8, 32, 128];

    public static object Run(Arguments arguments)
    {
        int threads = arguments.Int("threads", Environment.ProcessorCount), passes = arguments.Int("passes", 5);
        double seconds = arguments.Number("seconds", 0.25);
        string[] tables = arguments.Text("tables", "dense,vgg").Split(',');
        return new
        {
            threads,
            kernel = GemmKernels.Select().Name,
            dense = tables.Contains("dense") ? Dense(threads, passes, seconds, arguments.Text("network", "")) : [],
            vgg8b = tables.Contains("vgg") ? Vgg(arguments.Number("width", 0.25), arguments.Int("batch", 128), passes) : [],
        };
    }

    private static List<object> Dense(int threads, int passes, double seconds, string only)
    {
        Console.WriteLine($"Adam, {threads} threads, {GemmKernels.Select().Name}; samples/s, best (median) of {passes} passes of {seconds} s, taking turns");
        Console.WriteLine($"  {"network",-18}{"batch",6}{"in turn",22}{"pipelined",22}{"groups",8}{"gain",8}");
        var results = new List<object>();
        foreach ((int inputs, int hidden, int layers) in s_networks)
        {
            string name = $"{inputs}-{hidden}x{layers}-{Classes}";
            if (!name.Contains(only, StringComparison.Ordinal))
            {
                continue;
            }

            foreach (int batch in s_batches)
            {
                NetworkSpecBuilder builder = NetworkSpec.Create(inputs, Classes);
                for (int i = 0; i < layers; i++)
                {
                    builder.Dense(hidden);
                }

                using var inTurn = new Course(builder.Build(), LearningRuleKind.SignalPropagation, PipelineMode.Off, threads, batch);
                using var pipelined = new Course(builder.Build(), LearningRuleKind.SignalPropagation, PipelineMode.On, threads, batch);
                double[] one = new double[passes], other = new double[passes];
                for (int pass = -1; pass < passes; pass++)
                {
                    (one[Math.Max(0, pass)], other[Math.Max(0, pass)]) = (inTurn.Rate(seconds), pipelined.Rate(seconds));
                }

                Console.WriteLine($"  {name,-18}{batch,6}{Text(one),22}{Text(other),22}{pipelined.Stages,8}{Median(other) / Median(one),8:N2}");
                results.Add(new
                {
                    network = name,
                    batch,
                    in_turn = Math.Round(one.Max()),
                    in_turn_median = Math.Round(Median(one)),
                    pipelined = Math.Round(other.Max()),
                    pipelined_median = Math.Round(Median(other)),
                    groups = pipelined.Stages,
                });
            }
        }

        return results;
    }

    private static List<object> Vgg(double width, int batch, int passes)
    {
        var results = new List<object>();
        NetworkSpecBuilder builder = NetworkSpec.Create(new ImageShape(3, 32, 32), Classes);
        foreach (LayerSpec layer in NetworkPresets.Layers(NetworkPreset.Vgg8b, width))
        {
            builder.Add(layer is LearningLayerSpec learning ? learning with { Dropout = 0 } : layer);
        }

        foreach (int threads in new[] { 1, Environment.ProcessorCount }.Distinct())
        {
            foreach (bool sparse in new[] { false, true })
            {
                NetworkSpec spec = builder.Build() with { Targets = new TargetGeneratorSpec { Sparse = sparse } };
                using var forward = new Course(spec, LearningRuleKind.SignalPropagation, PipelineMode.Off, threads, batch);
                using var back = new Course(spec, LearningRuleKind.Backpropagation, PipelineMode.Off, threads, batch);
                double[] ratios = new double[passes], slowest = new double[passes], whole = new double[passes];
                double[][] layers = new double[passes][];
                for (int pass = -1; pass < passes; pass++)
                {
                    int p = Math.Max(0, pass);
                    (layers[p], whole[p]) = (forward.SecondsOfLayers(2), back.SecondsOfLayers(2).Sum());
                    (slowest[p], ratios[p]) = (layers[p].Max(), layers[p].Max() / whole[p]);
                }

                double[] typical = [.. Enumerable.Range(0, layers[0].Length).Select(i => Median([.. layers.Select(l => l[i])]))];
                Console.WriteLine($"VGG8b x {width}, batch {batch}, {threads} threads{(sparse ? ", sparse targets" : "")}: slowest layer {1e3 * Median(slowest):N1} ms, "
                    + $"signal propagation {1e3 * typical.Sum():N1} ms, backpropagation {1e3 * Median(whole):N1} ms; slowest layer / backpropagation {Median(ratios):N3} "
                    + $"({ratios.Min():N3} to {ratios.Max():N3})");
                Console.WriteLine($"  ms by layer: {string.Join(", ", typical.Select(t => $"{1e3 * t:N1}"))}");
                results.Add(new
                {
                    threads,
                    sparse,
                    slowest_layer_ms = 1e3 * Median(slowest),
                    backprop_step_ms = 1e3 * Median(whole),
                    ratio = Median(ratios),
                    layers_ms = typical.Select(t => 1e3 * t),
                });
            }
        }

        return results;
    }

    private static string Text(double[] rates) => $"{rates.Max():N0} ({Median(rates):N0})";

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    /// <summary>A network that learns the same random batch again and again.</summary>
    private sealed class Course : IDisposable
    {
        private readonly ComputeContext _context;
        private readonly LearningRule _rule;
        private readonly StepRunner _steps;
        private readonly Batch _batch;
        private readonly LossValue[] _losses;

        public Course(NetworkSpec spec, LearningRuleKind kind, PipelineMode mode, int threads, int batch)
        {
            _context = new ComputeContext(threads);
            _rule = Trainer.CreateRule(kind, new LearningSetup(_context, Network.Create(spec), new AdamSpec { LearningRate = 5e-4f }, 0f, batch));
            _steps = new StepRunner(_rule, _context, mode, int.MaxValue, int.MaxValue);
            _losses = new LossValue[_rule.LossNames.Count];
            _batch = new Batch(batch, spec.Inputs) { Count = batch };
            RandomStream random = RandomKey.FromSeed(0).Stream();
            random.FillUniform(_batch.Features, 0, 1);
            for (int i = 0; i < batch; i++)
            {
                _batch.Labels[i] = random.Next(Classes);
            }
        }

        public int Stages => _steps.Stages;

        public double Rate(double seconds)
        {
            var clock = Stopwatch.StartNew();
            long rows = 0;
            while (clock.Elapsed.TotalSeconds < seconds)
            {
                Step();
                rows += _batch.Count;
            }

            Finish(all: true);
            return rows / clock.Elapsed.TotalSeconds;
        }

        public double[] SecondsOfLayers(int steps)
        {
            double[] before = [.. _rule.Costs.Select(c => c.Seconds)];
            for (int i = 0; i < steps; i++)
            {
                Step();
            }

            return [.. _rule.Costs.Select((c, i) => (c.Seconds - before[i]) / steps)];
        }

        public void Dispose()
        {
            _steps.Dispose();
            _context.Dispose();
        }

        private void Step()
        {
            _steps.Begin(_batch, default, 5e-4f);
            Finish(all: false);
        }

        private void Finish(bool all)
        {
            while (_steps.TryFinish(all, _losses, out _))
            {
            }
        }
    }
}
