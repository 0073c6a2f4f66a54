using System.Diagnostics;
using SigProp.Data;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Benchmarks;

/// <summary>How training time grows with width, depth, batch, classes and rows; one of them changes at a time. The passes of the two rules take turns,
/// so that a machine that drifts is the same for both.</summary>
internal static class Scaling
{
    private const int Batches = 8;
    private const int WarmUp = 3;
    private const double PassSeconds = 0.1;

    private static readonly LearningRuleKind[] s_rules = [LearningRuleKind.SignalPropagation, LearningRuleKind.Backpropagation];

    public static object Run(Arguments arguments)
    {
        int threads = arguments.Int("threads", Environment.ProcessorCount);
        double seconds = arguments.Number("seconds", 2.5), product = Product(threads);
        var measured = new List<(string Title, string Column, StepShape[] Shapes, Func<StepShape, int> Value)>
        {
            ("Width: 784-N-N-10", "hidden", [.. arguments.Ints("hidden", 100, 200, 400, 800, 1_600).Select(n => new StepShape(Hidden: n))], s => s.Hidden),
            ("Depth: 784-Nx800-10", "layers", [.. arguments.Ints("layers", 1, 2, 4, 8, 16).Select(n => new StepShape(Layers: n))], s => s.Layers),
            ("Batch", "batch", [.. arguments.Ints("batch", 16, 32, 64, 128, 256, 512).Select(n => new StepShape(Batch: n))], s => s.Batch),
            ("Classes: 784-800-800-N", "classes", [.. arguments.Ints("classes", 2, 10, 50, 200, 1_000).Select(n => new StepShape(Classes: n))], s => s.Classes),
        };
        var tables = new List<ResultTable>();
        foreach ((string title, string column, StepShape[] shapes, Func<StepShape, int> value) in measured)
        {
            var table = new ResultTable(title,
                new(column, column), new("SP us", "sp_us_median", 1), new("SP best", "sp_us_best", 1), new("BP us", "bp_us_median", 1), new("BP best", "bp_us_best", 1),
                new("BP/SP", "bp_sp", 2), new("SP MFLOP", "sp_mflop", 2), new("SP GFLOP/s", "sp_gflops"), new("SP share", "sp_share", 0, " %"),
                new("BP MFLOP", "bp_mflop", 2), new("BP GFLOP/s", "bp_gflops"), new("BP share", "bp_share", 0, " %"));
            foreach (StepShape shape in shapes)
            {
                Rates rates = Measure(threads, shape, seconds);
                double sp = shape.SignalPropagation * rates.SigProp.Best / 1e3, bp = shape.Backpropagation * rates.Backprop.Best / 1e3;
                table.Add(value(shape), 1e6 / rates.SigProp.Median, 1e6 / rates.SigProp.Best, 1e6 / rates.Backprop.Median, 1e6 / rates.Backprop.Best,
                    rates.SigProp.Median / rates.Backprop.Median, shape.SignalPropagation, sp, 100 * sp / product,
                    shape.Backpropagation, bp, 100 * bp / product);
            }

            tables.Add(table);
        }

        tables.Add(ByRows(arguments.Ints("rows", 5_000, 10_000, 20_000, 40_000, 80_000), threads));
        double after = Product(threads);
        return new Report("How training time grows", tables)
        {
            Notes =
            [
                $"784-800-800-10, batch 128, Adam, {threads} threads, where nothing else is said; us: microseconds a sample, the median of all passes and the best.",
                "MFLOP: the arithmetic of the products, a sample; GFLOP/s: by the best pass; share: of the rate of a product of 1024 x 1024 x 1024 on as many "
                    + $"threads, {product:N0} GFLOP/s before the tables (and {after:N0} after them).",
                "Rows: an epoch of the trainer without validation, the better of two, with whatever it chooses by itself.",
            ],
        };
    }

    private static double Product(int threads) => GemmRates.Measure(threads, new GemmShape("", 1_024, 1_024, 1_024), 1.5);

    /// <summary>Samples a second, passes of at least a few steps until the time is over.</summary>
    private static Rates Measure(int threads, StepShape shape, double seconds)
    {
        using var context = new ComputeContext(threads);
        LearningRule[] rules = [.. s_rules.Select(kind => Trainer.CreateRule(kind, new LearningSetup(
            context, Network.Create(shape.Spec()), new AdamSpec { LearningRate = 5e-4f }, 0f, shape.Batch)))];
        RandomStream random = RandomKey.FromSeed(0).Stream();
        Batch[] batches = [.. Enumerable.Range(0, Batches).Select(_ => RandomBatch(shape, ref random))];
        int steps = WarmUp;
        for (int warmUp = 0; warmUp < 2; warmUp++)
        {
            steps = (int)Math.Max(WarmUp, PassSeconds * rules.Max(rule => Pass(rule, batches, WarmUp)) / shape.Batch);
        }

        List<double>[] rates = [.. rules.Select(_ => new List<double>())];
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < seconds || rates[0].Count < 3)
        {
            for (int r = 0; r < rules.Length; r++)
            {
                rates[r].Add(Pass(rules[r], batches, steps));
            }
        }

        return new Rates(threads, Rate.Of([.. rates[0]]), Rate.Of([.. rates[1]]));
    }

    private static double Pass(LearningRule rule, Batch[] batches, int steps)
    {
        rule.SetLearningRate(5e-4f);
        var losses = new LossValue[rule.LossNames.Count];
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < steps; i++)
        {
            rule.Step(batches[i % batches.Length], default, losses);
        }

        return steps * batches[0].Count / clock.Elapsed.TotalSeconds;
    }

    private static Batch RandomBatch(StepShape shape, ref RandomStream random)
    {
        var batch = new Batch(shape.Batch, StepShape.Inputs) { Count = shape.Batch };
        random.FillUniform(batch.Features, 0f, 1f);
        for (int i = 0; i < shape.Batch; i++)
        {
            batch.Labels[i] = random.Next(shape.Classes);
        }

        return batch;
    }

    private static ResultTable ByRows(int[] counts, int threads)
    {
        var shape = new StepShape();
        var table = new ResultTable("Rows: seconds an epoch",
            new("rows", "rows"), new("SP s", "sp_s", 2), new("SP us a row", "sp_us", 1), new("BP s", "bp_s", 2), new("BP us a row", "bp_us", 1), new("BP/SP", "bp_sp", 2));
        RandomStream random = RandomKey.FromSeed(1).Stream();
        float[] features = new float[checked(counts.Max() * StepShape.Inputs)];
        random.FillUniform(features, 0f, 1f);
        foreach (int rows in counts)
        {
            var data = new Dataset(
                features[..(rows * StepShape.Inputs)], StepShape.Inputs, [.. Enumerable.Range(0, rows).Select(i => i % shape.Classes)], shape.Classes);
            double[] seconds = [.. s_rules.Select(rule => new Trainer(new TrainingOptions
            {
                Rule = rule,
                Epochs = 2,
                BatchSize = shape.Batch,
                Optimizer = new AdamSpec { LearningRate = 5e-4f },
                ValidationFraction = 0,
                Threads = threads,
            }).Train(shape.Spec(), data).Report.Epochs.Min(e => e.Seconds))];
            table.Add(rows, seconds[0], 1e6 * seconds[0] / rows, seconds[1], 1e6 * seconds[1] / rows, seconds[1] / seconds[0]);
        }

        return table;
    }
}
