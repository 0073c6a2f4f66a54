using System.Diagnostics;
using SigProp.Numerics;

namespace SigProp.Benchmarks;

/// <summary>Convolutions of 3 x 3 by layer, those of VGG8b at a quarter of its width: the best of many runs, in GFLOP/s.</summary>
internal static class ConvolutionRates
{
    private static readonly (int Inputs, int Outputs, int Size)[] s_layers =
        [(3, 32, 32), (32, 64, 32), (64, 64, 16), (64, 128, 16), (128, 128, 8), (128, 128, 4)];

    public static object Run(Arguments arguments)
    {
        int samples = arguments.Int("batch", 128);
        double seconds = arguments.Number("seconds", 0.5);
        int[] threadCounts = arguments.Int("threads", 0) is int t and > 0 ? [t] : [.. new[] { 1, Environment.ProcessorCount }.Distinct()];
        var results = new List<object>();
        foreach (int threads in threadCounts)
        {
            double gemm = GemmRates.Measure(threads, 1024, 1024, 1024, false, false);
            Console.WriteLine($"kernel {GemmKernels.Select().Name}, {threads} threads, batch {samples}, GFLOP/s, best of many; "
                + $"matrix product 1024 x 1024 x 1024: {gemm:N1}");
            Console.WriteLine($"  {"layer",-18}{"forward",10}{"weight",10}{"input",10}");
            foreach ((int inputs, int outputs, int size) in s_layers)
            {
                (double forward, double weight, double input) = Measure(threads, samples, inputs, outputs, size, seconds);
                string layer = $"{inputs} -> {outputs}, {size} x {size}";
                Console.WriteLine($"  {layer,-18}{forward,10:N1}{weight,10:N1}{input,10:N1}");
                results.Add(new
                {
                    layer,
                    threads,
                    forward_gflops = Math.Round(forward, 1),
                    weight_gradient_gflops = Math.Round(weight, 1),
                    input_gradient_gflops = Math.Round(input, 1),
                    gemm_gflops_1024 = Math.Round(gemm, 1),
                    kernel = GemmKernels.Select().Name,
                });
            }

            (double pool, double unpool) = MeasurePooling(threads, samples, seconds);
            Console.WriteLine($"  max pooling of 2 x 2, 64 channels of 32 x 32: {1e3 * pool:N2} ms, its gradient {1e3 * unpool:N2} ms");
            results.Add(new { layer = "max pooling 64, 32 x 32", threads, forward_ms = Math.Round(1e3 * pool, 2), gradient_ms = Math.Round(1e3 * unpool, 2) });
        }

        return results;
    }

    private static (double Forward, double Backward) MeasurePooling(int threads, int samples, double seconds)
    {
        using var context = new ComputeContext(threads);
        RandomStream random = RandomKey.FromSeed(1).Stream();
        PoolingShape shape = PoolingShape.Square(64, 32, 32, 2, 2);
        MatrixView x = Random(ref random, samples, shape.InputSize), y = Random(ref random, samples, shape.OutputSize);
        MatrixView dx = Random(ref random, samples, shape.InputSize), dy = Random(ref random, samples, shape.OutputSize);
        return (
            Best(seconds, () => Pooling.Forward<MaxPooling>(context, shape, x, y)),
            Best(seconds, () => Pooling.Backward<MaxPooling>(context, shape, x, y, dy, dx)));
    }

    private static (double Forward, double Weight, double Input) Measure(
        int threads, int samples, int inputs, int outputs, int size, double seconds)
    {
        using var context = new ComputeContext(threads);
        RandomStream random = RandomKey.FromSeed(1).Stream();
        var shape = new ConvolutionShape
        {
            InputChannels = inputs,
            InputHeight = size,
            InputWidth = size,
            OutputChannels = outputs,
            KernelHeight = 3,
            KernelWidth = 3,
            PaddingY = 1,
            PaddingX = 1,
        };
        MatrixView x = Random(ref random, samples, shape.InputSize), dx = Random(ref random, samples, shape.InputSize);
        MatrixView z = Random(ref random, samples, shape.OutputSize);
        MatrixView weight = Random(ref random, outputs, shape.Depth), dWeight = Random(ref random, outputs, shape.Depth);
        double work = 2e-9 * shape.Work * samples;
        return (
            work / Best(seconds, () => Convolution.Forward(context, shape, x, weight, z)),
            work / Best(seconds, () => Convolution.WeightGradient(context, shape, x, z, dWeight, 0f)),
            work / Best(seconds, () => Convolution.InputGradient(context, shape, weight, z, dx)));
    }

    /// <summary>Seconds of the fastest call.</summary>
    private static double Best(double seconds, Action call)
    {
        double best = double.PositiveInfinity;
        var total = Stopwatch.StartNew();
        while (total.Elapsed.TotalSeconds < seconds)
        {
            var clock = Stopwatch.StartNew();
            call();
            best = Math.Min(best, clock.Elapsed.TotalSeconds);
        }

        return best;
    }

    private static MatrixView Random(ref RandomStream random, int rows, int columns)
    {
        float[] values = new float[rows * columns];
        random.FillUniform(values, -1f, 1f);
        return new MatrixView(values, rows, columns);
    }
}
