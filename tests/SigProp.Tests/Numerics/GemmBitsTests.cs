using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using SigProp.Numerics;

namespace SigProp.Tests.Numerics;

public class GemmBitsTests
{
    public static TheoryData<string, int, int, int> KernelsAndShapes()
    {
        var data = new TheoryData<string, int, int, int>();
        foreach (GemmKernel kernel in GemmKernels.Supported)
        {
            data.Add(kernel.Name, 100, 130, 410);
            data.Add(kernel.Name, 128, 10, 801);
            data.Add(kernel.Name, 128, 300, 10);
            data.Add(kernel.Name, 10, 300, 128);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(KernelsAndShapes))]
    public void Bits_are_the_same_for_any_number_of_threads(string kernel, int m, int n, int k)
    {
        float[] one = Product(kernel, 1, m, n, k, m);
        Assert.Equal(one, Product(kernel, 2, m, n, k, m));
        Assert.Equal(one, Product(kernel, 3, m, n, k, m));
    }

    [Theory]
    [MemberData(nameof(KernelsAndShapes))]
    public void Bits_of_a_row_do_not_depend_on_the_other_rows(string kernel, int m, int n, int k)
    {
        float[] all = Product(kernel, 1, m, n, k, m);
        foreach (int rows in new[] { 1, 3, 8, m - 1 })
        {
            Assert.Equal(all.AsSpan(0, rows * n), Product(kernel, 1, m, n, k, rows).AsSpan(0, rows * n));
        }
    }

    [Theory]
    [MemberData(nameof(KernelsAndShapes))]
    public void Bits_are_the_same_for_every_transposition(string kernel, int m, int n, int k)
    {
        float[] expected = Product(kernel, 1, m, n, k, m);
        using var context = new ComputeContext(1, GemmKernels.Select(kernel));
        (MatrixView a, MatrixView b) = Operands(m, n, k);
        var product = new MatrixView(new float[m * n], m, n);
        Gemm.Multiply(context, Transposed(a), true, b, false, product, 0);
        Assert.Equal(expected, product.Array);
        Gemm.Multiply(context, Transposed(a), true, Transposed(b), true, product, 0);
        Assert.Equal(expected, product.Array);
        Gemm.Multiply(context, a, false, Transposed(b), true, product, 0);
        Assert.Equal(expected, product.Array);
    }

    [Theory]
    [MemberData(nameof(KernelsAndShapes))]
    public void Bits_are_the_same_for_every_kernel_with_fused_arithmetic(string kernel, int m, int n, int k)
    {
        if (Fma.IsSupported || AdvSimd.IsSupported)
        {
            Assert.Equal(Product("scalar", 1, m, n, k, m), Product(kernel, 1, m, n, k, m));
        }
    }

    private static float[] Product(string kernel, int threads, int m, int n, int k, int rows)
    {
        using var context = new ComputeContext(threads, GemmKernels.Select(kernel));
        (MatrixView a, MatrixView b) = Operands(m, n, k);
        var product = new MatrixView(new float[rows * n], rows, n);
        Gemm.Multiply(context, a.Slice(0, rows), false, b, false, product, 0);
        return product.Array;
    }

    private static (MatrixView A, MatrixView B) Operands(int m, int n, int k)
    {
        var random = new Random(11);
        return (GemmReference.Random(random, m, k, 0), GemmReference.Random(random, k, n, 0));
    }

    private static MatrixView Transposed(in MatrixView view)
    {
        var turned = new MatrixView(new float[view.Rows * view.Columns], view.Columns, view.Rows);
        for (int i = 0; i < view.Rows; i++)
        {
            for (int j = 0; j < view.Columns; j++)
            {
                turned[j, i] = view[i, j];
            }
        }

        return turned;
    }
}
