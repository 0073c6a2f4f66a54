using SigProp.Numerics;

namespace SigProp.Tests.Numerics;

public class GemmTests
{
    private static readonly int[] s_rows = [1, 2, 5, 11, 12, 13, 29];
    private static readonly int[] s_columns = [1, 3, 8, 10, 16, 17, 32, 33, 50];
    private static readonly int[] s_depths = [1, 2, 7, 16, 19, 65];

    public static TheoryData<string, bool, bool> KernelsAndTransposes()
    {
        var data = new TheoryData<string, bool, bool>();
        foreach (GemmKernel kernel in GemmKernels.Supported)
        {
            data.Add(kernel.Name, false, false);
            data.Add(kernel.Name, false, true);
            data.Add(kernel.Name, true, false);
            data.Add(kernel.Name, true, true);
        }

        return data;
    }

    public static TheoryData<string> Kernels() => [.. GemmKernels.Supported.Select(kernel => kernel.Name)];

    [Theory]
    [MemberData(nameof(KernelsAndTransposes))]
    public void Product_is_that_of_the_triple_loop_at_awkward_sizes(string kernel, bool transposeA, bool transposeB)
    {
        using var context = new ComputeContext(1, GemmKernels.Select(kernel));
        var random = new Random(1);
        foreach (int m in s_rows)
        {
            foreach (int n in s_columns)
            {
                foreach (int k in s_depths)
                {
                    int gap = (m + n + k) % 3;
                    Check(context, random, m, n, k, transposeA, transposeB, gap);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(KernelsAndTransposes))]
    public void Product_is_that_of_the_triple_loop_when_it_takes_several_slices_and_tiles(string kernel, bool transposeA, bool transposeB)
    {
        using var context = new ComputeContext(3, GemmKernels.Select(kernel));
        var random = new Random(2);
        Check(context, random, 150, 131, 97, transposeA, transposeB, 3);
        Check(context, random, 61, 70, 401, transposeA, transposeB, 1);
        Check(context, random, 3, 10, 1203, transposeA, transposeB, 0);
        Check(context, random, 90, 10, 410, transposeA, transposeB, 2);
        Check(context, random, 90, 1, 30, transposeA, transposeB, 2);
    }

    [Fact]
    public void Product_is_that_of_the_triple_loop_when_it_takes_several_blocks()
    {
        using var context = new ComputeContext(2);
        var random = new Random(3);
        Check(context, random, 14, 700, 6500, false, true, 0);
        Check(context, random, 700, 11, 6500, true, false, 0);
    }

    [Fact]
    public void Empty_operands_leave_beta_times_c()
    {
        using var context = new ComputeContext(1);
        var random = new Random(4);
        foreach ((int m, int n, int k) in new[] { (0, 5, 5), (5, 0, 5), (0, 0, 0), (5, 4, 0) })
        {
            Check(context, random, m, n, k, false, false, 1);
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Beta_may_be_any_number(string kernel)
    {
        using var context = new ComputeContext(1, GemmKernels.Select(kernel));
        var random = new Random(5);
        MatrixView a = GemmReference.Random(random, 13, 500, 0);
        MatrixView b = GemmReference.Random(random, 500, 21, 0);
        MatrixView c = GemmReference.Random(random, 13, 21, 0);
        MatrixView before = GemmReference.Copy(c);
        Gemm.Multiply(context, a, false, b, false, c, -0.5f);
        GemmReference.AssertProduct(a, false, b, false, before, -0.5f, c);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        using var context = new ComputeContext(1);
        var a = new MatrixView(new float[12], 3, 4);
        var b = new MatrixView(new float[10], 5, 2);
        var c = new MatrixView(new float[6], 3, 2);
        var exception = Assert.Throws<ArgumentException>(() => Gemm.Multiply(context, a, false, b, false, c, 0));
        Assert.Contains("[3, 4] times [5, 2] into [3, 2]", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Gemm.Multiply(context, a, true, c, false, c, 0));
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Warm_products_allocate_nothing(string kernel)
    {
        using var context = new ComputeContext(2, GemmKernels.Select(kernel));
        var random = new Random(6);
        MatrixView a = GemmReference.Random(random, 70, 90, 0);
        MatrixView b = GemmReference.Random(random, 90, 75, 0);
        MatrixView c = GemmReference.Random(random, 70, 75, 0);
        for (int i = 0; i < 3; i++)
        {
            Gemm.Multiply(context, a, false, b, false, c, 1);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++)
        {
            Gemm.Multiply(context, a, false, b, false, c, 1);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Check(ComputeContext context, Random random, int m, int n, int k, bool transposeA, bool transposeB, int gap)
    {
        MatrixView a = transposeA ? GemmReference.Random(random, k, m, gap) : GemmReference.Random(random, m, k, gap);
        MatrixView b = transposeB ? GemmReference.Random(random, n, k, gap) : GemmReference.Random(random, k, n, gap);
        MatrixView sum = GemmReference.Random(random, m, n, gap);
        MatrixView before = GemmReference.Copy(sum);
        Gemm.Multiply(context, a, transposeA, b, transposeB, sum, 1);
        GemmReference.AssertProduct(a, transposeA, b, transposeB, before, 1, sum);
        GemmReference.AssertGuardsUntouched(sum);

        MatrixView fresh = GemmReference.Guarded(m, n, gap);
        for (int i = 0; i < m; i++)
        {
            fresh.Row(i).Fill(float.NaN);
        }

        Gemm.Multiply(context, a, transposeA, b, transposeB, fresh, 0);
        GemmReference.AssertProduct(a, transposeA, b, transposeB, fresh, 0, fresh);
        GemmReference.AssertGuardsUntouched(fresh);
    }
}
