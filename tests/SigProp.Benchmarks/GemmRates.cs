using System.Diagnostics;
using SigProp.Numerics;

namespace SigProp.Benchmarks;

/// <summary>Matrix products by shape: the best of many runs, in GFLOP/s; with a peer OpenBLAS beside it, shape by shape in the same run.</summary>
internal static class GemmRates
{
    private static readonly GemmShape[] s_shapes =
    [
        new("square", 1024, 1024, 1024),
        new("x W", 128, 800, 784),
        new("forward x W^T", 128, 800, 784, TransposeB: true),
        new("both [h, t] W^T", 138, 800, 800, TransposeB: true),
        new("gradient x^T dZ", 784, 800, 128, TransposeA: true),
        new("gradient dZ^T x", 800, 784, 128, TransposeA: true),
        new("error dZ W", 128, 800, 800),
        new("scores h t^T", 128, 10, 800, TransposeB: true),
        new("dh = G t", 128, 800, 10),
        new("dt = G^T h", 10, 800, 128, TransposeA: true),
        new("targets t W^T", 10, 800, 800, TransposeB: true),
    ];

    public static object Run(Arguments arguments)
    {
        int threads = arguments.Int("threads", 1);
        double seconds = arguments.Number("seconds", 1.5);
        string kernel = GemmKernels.Select().Name;
        bool hasPeer = arguments.Flag("peer");
        Column[] columns =
        [
            new("use", "use"), new("m", "m"), new("n", "n"), new("k", "k"), new("threads", "threads"), new("kernel", "kernel"), new("GFLOP/s", "gflops", 1),
            .. hasPeer ? [new("OpenBLAS", "openblas_gflops", 1), new("core type", "openblas_core"), new("ratio", "ratio", 2)] : Array.Empty<Column>(),
        ];
        var table = new ResultTable("Matrix products, GFLOP/s, best of many runs", columns);
        using OpenBlasPeer? peer = hasPeer ? new OpenBlasPeer(arguments, threads) : null;
        foreach (GemmShape shape in s_shapes)
        {
            double rate = Measure(threads, shape, peer is null ? seconds : seconds / 2);
            object?[] cells = [shape.Use, shape.M, shape.N, shape.K, threads, kernel];
            if (peer is null)
            {
                table.Add([.. cells, rate]);
                continue;
            }

            // Ours before and after the peer's: a machine that drifts is the same for both.
            (double theirs, string core) = peer.Measure(shape, seconds);
            rate = Math.Max(rate, Measure(threads, shape, seconds / 2));
            table.Add([.. cells, rate, theirs, core, rate / theirs]);
        }

        return new Report("Matrix products", table)
        {
            Notes = hasPeer ? ["OpenBLAS: the fastest of its core types at each shape, without what the call from Python costs."] : [],
        };
    }

    public static double Measure(int threads, int m, int n, int k, bool transposeA, bool transposeB)
        => Measure(threads, new GemmShape("", m, n, k, transposeA, transposeB), 1.5);

    public static double Measure(int threads, GemmShape shape, double seconds)
    {
        using var context = new ComputeContext(threads);
        RandomStream random = RandomKey.FromSeed(1).Stream();
        (int m, int n, int k) = (shape.M, shape.N, shape.K);
        MatrixView a = shape.TransposeA ? Random(k, m) : Random(m, k), b = shape.TransposeB ? Random(n, k) : Random(k, n), c = Random(m, n);
        double best = double.PositiveInfinity;
        int calls = (int)Math.Max(1, 2e-2 / shape.Work);
        var total = Stopwatch.StartNew();
        while (total.Elapsed.TotalSeconds < seconds)
        {
            var clock = Stopwatch.StartNew();
            for (int i = 0; i < calls; i++)
            {
                Gemm.Multiply(context, a, shape.TransposeA, b, shape.TransposeB, c, 0f);
            }

            best = Math.Min(best, clock.Elapsed.TotalSeconds / calls);
        }

        return shape.Work / best;

        MatrixView Random(int rows, int columns)
        {
            float[] values = new float[rows * columns];
            random.FillUniform(values, -1f, 1f);
            return new MatrixView(values, rows, columns);
        }
    }
}
