using System.Diagnostics;
using SigProp.Numerics;

namespace SigProp.Benchmarks;

/// <summary>Matrix products by shape: the best of many runs, in GFLOP/s.</summary>
internal static class GemmRates
{
    private static readonly (string Use, int M, int N, int K, bool TransposeA, bool TransposeB)[] s_shapes =
    [
        ("square", 1024, 1024, 1024, false, false),
        ("forward x W^T", 128, 800, 784, false, true),
        ("gradient dZ^T x", 800, 784, 128, true, false),
        ("error dZ W", 128, 800, 800, false, false),
        ("scores h t^T", 128, 10, 800, false, true),
        ("dh = G t", 128, 800, 10, false, false),
        ("dt = G^T h", 10, 800, 128, true, false),
    ];

    public static object Run(Arguments arguments)
    {
        int threads = arguments.Int("threads", 1);
        var results = new List<object>();
        Console.WriteLine($"kernel {GemmKernels.Select().Name}, {threads} threads, GFLOP/s, best of many");
        foreach ((string use, int m, int n, int k, bool transposeA, bool transposeB) in s_shapes)
        {
            double rate = Measure(threads, m, n, k, transposeA, transposeB);
            Console.WriteLine($"  {use,-18}{m,5} x {n,4} x {k,4}{rate,9:N1}");
            results.Add(new { use, m, n, k, gflops = Math.Round(rate, 1), threads, kernel = GemmKernels.Select().Name });
        }

        return results;
    }

    public static double Measure(int threads, int m, int n, int k, bool transposeA, bool transposeB)
    {
        using var context = new ComputeContext(threads);
        RandomStream random = RandomKey.FromSeed(1).Stream();
        MatrixView a = Random(transposeA ? k : m, transposeA ? m : k), b = Random(transposeB ? n : k, transposeB ? k : n), c = Random(m, n);
        double seconds = double.PositiveInfinity;
        int calls = (int)Math.Max(1, 2e7 / (2.0 * m * n * k));
        var total = Stopwatch.StartNew();
        while (total.Elapsed.TotalSeconds < 1.5)
        {
            var clock = Stopwatch.StartNew();
            for (int i = 0; i < calls; i++)
            {
                Gemm.Multiply(context, a, transposeA, b, transposeB, c, 0f);
            }

            seconds = Math.Min(seconds, clock.Elapsed.TotalSeconds / calls);
        }

        return 2e-9 * m * n * k / seconds;

        MatrixView Random(int rows, int columns)
        {
            float[] values = new float[rows * columns];
            random.FillUniform(values, -1f, 1f);
            return new MatrixView(values, rows, columns);
        }
    }
}
