using System.Diagnostics;
using SigProp.Layers;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Benchmarks;

/// <summary>What limits each phase of a step: the second layer of 784-800-800-10 at batch 128, phase by phase, over and over, beside the limits of the
/// machine.</summary>
internal static unsafe class StepPhases
{
    private const int Batch = 128;
    private const int Classes = 10;
    private const int Width = 800;
    private const int Rows = Batch + Classes;
    private const int Layers = 16; // 123 MB of w, m and v

    // Adam reads w, m, v and g and writes w, m and v. Scale and decay of g take 3 operations, m 3, v 4, w 4, a division and a square root.
    private const double AdamNumbers = 7;
    private const double AdamOperations = 16;

    public static object Run(Arguments arguments)
    {
        int threads = arguments.Int("threads", Environment.ProcessorCount);
        double seconds = arguments.Number("seconds", 1);
        ResultTable limits = MachineLimits.Measure(threads, seconds);
        var table = new ResultTable($"Phases of a layer's step, {threads} thread(s)",
            new("phase", "phase"), new("us best", "us_best", 1), new("us median", "us_median", 1), new("MFLOP", "mflop", 2), new("GFLOP/s", "gflops"), new("KB", "kb"),
            new("GB/s", "gbs", 1), new("flop/byte", "flop_byte", 1));
        using var context = new ComputeContext(threads);
        MatrixView x = Random(Rows, Width), y = Random(Rows, Width), dy = Random(Rows, Width), dx = Random(Rows, Width), g = Random(Batch, Classes);
        MatrixView h = Top(y), t = Bottom(y), dh = Top(dy), dt = Bottom(dy);
        Parameter weight = new("weight", Width, Width, isWeight: true), bias = new("bias", 1, Width, isWeight: false);
        RandomStream random = RandomKey.FromSeed(2).Stream();
        random.FillUniform(weight.Values, -0.03f, 0.03f);
        float[] gradients = new float[LayerOptimizer.GradientLength([weight, bias])];
        var optimizer = new LayerOptimizer(new AdamSpec(), 0f, [weight, bias], gradients) { LearningRate = 1e-6f };
        var leaky = new ActivationFunction(Activation.LeakyReLU, 0.01f);
        var loss = new DotLoss(1f);
        double wide = 2e-6 * Rows * Width * Width, narrow = 2e-6 * Batch * Width * Classes, all = Width * Width;
        var forward = new BiasActivation(bias.View.Array, leaky);
        Add("forward, f([h, t] W^T + b)", wide, all + (2 * Rows * Width), () => Gemm.Multiply(context, x, false, weight.View, true, y, 0f, forward));
        Add("  of it: packing W and [h, t]", 0, 2 * (all + (Rows * Width)), () => Pack(context, x, weight.View));
        Add("loss: h t^T", narrow, Rows * Width, () => loss.Scores(context, h, t, g));
        Add("loss: dh = G t", narrow, Rows * Width, () => loss.GradientOfOutputs(context, h, t, g, 0, dh));
        Add("loss: dt = G^T h", narrow, Rows * Width, () => loss.GradientOfTargets(context, h, t, g, dt));
        var derive = new DifferentiateColumns(leaky, dy, y, optimizer.Gradient(1));
        Add("derivative of f, and db", 0, 3 * Rows * Width, () => context.Run(true, derive.Count, derive));
        dy = Random(Rows, Width);
        Add("weight gradient alone, stored", wide, all + (2 * Rows * Width), () => Gemm.Multiply(context, dy, true, x, false, optimizer.Gradient(0), 0f));
        Add("Adam alone", AdamOperations * 1e-6 * all, AdamNumbers * all, () => optimizer.Update(context));
        Add("weight gradient and Adam alongside", wide + (AdamOperations * 1e-6 * all), (6 * all) + (2 * Rows * Width), () => optimizer.UpdateByProduct(context, dy, x));
        LayerOptimizer[] layers = [.. Enumerable.Range(0, Layers).Select(_ => Further(gradients))];
        int turn = 0;
        Add("  16 layers in turn: gradient, then Adam", wide + (AdamOperations * 1e-6 * all), (8 * all) + (2 * Rows * Width), () =>
        {
            LayerOptimizer next = layers[turn++ % Layers];
            Gemm.Multiply(context, dy, true, x, false, next.Gradient(0), 0f);
            next.Update(context);
        });
        Add("  16 layers in turn: alongside", wide + (AdamOperations * 1e-6 * all), (6 * all) + (2 * Rows * Width),
            () => layers[turn++ % Layers].UpdateByProduct(context, dy, x));
        Add("BP's error, dx = dy W", 2e-6 * Batch * Width * Width, all + (2 * Batch * Width), () => Gemm.Multiply(context, Top(dy), false, weight.View, false, Top(dx), 0f));
        return new Report("Phases of a step", limits, table)
        {
            Notes =
            [
                "Layer 2 of 784-800-800-10 at batch 128 with 10 classes: 138 rows, h and t together. Every phase by itself, over and over: what it needs is in the "
                    + "caches as far as it fits there.",
                "Reading: one stream, from front to back. KB: what a phase must read and write at least once; flop/byte: its arithmetic by that. Adam: 14 operations, a division and a square root a number.",
                "A job: until all threads have begun and ended one that does nothing but wait for all to begin. A line there and back: two threads write to one cache line in turn.",
            ],
        };

        void Add(string phase, double work, double numbers, Action run)
        {
            (double best, double median) = Time(run, seconds);
            double bytes = sizeof(float) * numbers;
            table.Add(phase, 1e6 * best, 1e6 * median, work > 0 ? work : null, work > 0 ? work / best / 1e3 : null, bytes / 1e3, bytes / best / 1e9,
                work > 0 ? 1e6 * work / bytes : null);
        }
    }

    private static (double Best, double Median) Time(Action run, double seconds)
    {
        var times = new List<double>(1 << 16);
        var total = Stopwatch.StartNew();
        while (total.Elapsed.TotalSeconds < seconds || times.Count < 3)
        {
            long start = Stopwatch.GetTimestamp();
            run();
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        times.Sort();
        return (times[0], times[times.Count / 2]);
    }

    private static void Pack(ComputeContext context, MatrixView x, MatrixView weight)
    {
        var block = new GemmBlock(context.Kernel, 0, Rows, 0, Width, 0, Width, GemmBlock.SliceDepthFor(Width));
        var pack = new PackPanels(block, GemmOperand.Left(x, false), context.LeftPanels.Get(Rows * Width),
            GemmOperand.Right(weight, true), context.RightPanels.Get(block.PaddedColumns * Width));
        context.Run(true, pack.Count, pack);
    }

    private static LayerOptimizer Further(float[] gradients)
        => new(new AdamSpec(), 0f, [new Parameter("weight", Width, Width, isWeight: true)], gradients) { LearningRate = 1e-6f };

    private static MatrixView Top(MatrixView both) => both.Slice(0, Batch);

    private static MatrixView Bottom(MatrixView both) => both.Slice(Batch, Classes);

    private static MatrixView Random(int rows, int columns) => Kernels.KernelData.Matrix(rows, columns);
}
