using System.Diagnostics;
using System.Globalization;
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

    // Long enough for Auto to have tried all ways.
    private const double AutoSeconds = 5;

    private static readonly (int Inputs, int Hidden, int Layers)[] s_networks = [(784, 800, 2), (784, 800, 4), (784, 800, 8), (64, 256, 8)];
    private static readonly int[] s_batches = [8, 32, 128];

    public static object Run(Arguments arguments)
    {
        int threads = arguments.Int("threads", Environment.ProcessorCount), passes = arguments.Int("passes", 5);
        string[] wanted = arguments.Text("tables", "dense,vgg").Split(',');
        var tables = new List<ResultTable>();
        if (wanted.Contains("dense"))
        {
            tables.Add(Dense(threads, passes, arguments.Number("seconds", 0.25), arguments.Text("network", "")));
        }

        if (wanted.Contains("vgg"))
        {
            tables.Add(Vgg(arguments.Number("width", 0.25), arguments.Int("batch", 128), passes));
        }

        return new Report("Pipelined training", [.. tables])
        {
            Notes =
            [
                "In turn: all threads work on one layer at a time. Pipelined: groups of layers, cut by measured cost, each with threads of its own; same bits.",
                "Auto: the groups that PipelineMode.Auto keeps once it has tried both; 1 for in turn. The paper's table I has 5.91 / 12.29 = 0.48 for VGG8b.",
            ],
        };
    }

    private static ResultTable Dense(int threads, int passes, double seconds, string only)
    {
        var table = new ResultTable(
            $"Signal propagation, Adam, {threads} threads: samples/s, best and median of {passes} passes of {seconds} s, taking turns",
            new("network", "network"), new("batch", "batch"), new("in turn best", "in_turn_best"), new("in turn median", "in_turn_median"),
            new("pipelined best", "pipelined_best"), new("pipelined median", "pipelined_median"), new("groups", "groups"),
            new("gain by best", "gain_best", 2), new("gain by median", "gain_median", 2), new("auto", "groups_by_auto"));
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

                NetworkSpec spec = builder.Build();
                using var inTurn = new Course(spec, LearningRuleKind.SignalPropagation, PipelineMode.Off, threads, batch);
                using var pipelined = new Course(spec, LearningRuleKind.SignalPropagation, PipelineMode.On, threads, batch);
                double[] one = new double[passes], other = new double[passes];
                for (int pass = -1; pass < passes; pass++)
                {
                    (one[Math.Max(0, pass)], other[Math.Max(0, pass)]) = (inTurn.Rate(seconds), pipelined.Rate(seconds));
                }

                using var auto = new Course(spec, LearningRuleKind.SignalPropagation, PipelineMode.Auto, threads, batch);
                auto.Rate(AutoSeconds);
                table.Add(
                    name, batch, one.Max(), Median(one), other.Max(), Median(other), pipelined.Stages, other.Max() / one.Max(), Median(other) / Median(one),
                    auto.Stages);
            }
        }

        return table;
    }

    private static ResultTable Vgg(double width, int batch, int passes)
    {
        var table = new ResultTable(
            $"VGG8b x {width}, batch {batch}, Adam: ms a step, medians of {passes} passes; the slowest layer beside backpropagation's whole step",
            new("threads", "threads"), new("targets", "targets"), new("slowest layer", "slowest_layer_ms", 1), new("SP", "sigprop_ms", 1),
            new("BP", "backprop_ms", 1), new("slowest/BP", "slowest_of_backprop", 3), new("by layer, the head last", "layers_ms"));
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

                double[] typical = [.. Enumerable.Range(0, layers[0].Length).Select(i => 1e3 * Median([.. layers.Select(l => l[i])]))];
                table.Add(
                    threads, sparse ? "sparse" : "dense", 1e3 * Median(slowest), typical.Sum(), 1e3 * Median(whole), Median(ratios),
                    string.Join(' ', typical.Select(t => t.ToString("N1", CultureInfo.InvariantCulture))));
            }
        }

        return table;
    }

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
