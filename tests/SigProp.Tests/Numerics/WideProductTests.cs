using SigProp.Numerics;

namespace SigProp.Tests.Numerics;

public sealed class WideProductTests
{
    public static MatrixTheoryData<string, int, int> Shapes() => new(GemmKernels.Supported.Select(k => k.Name), [1, 10, 13, 40], [1, 10, 16, 17, 50]);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_product_is_that_of_the_definition(string kernel, int rows, int depth)
    {
        // Widths with and without a rest of a vector; nothing lies behind the last row of B.
        foreach (int columns in new[] { 5, 1_024, 1_061, 2_067 })
        {
            MatrixView a = Matrix(rows, depth, 1), b = Matrix(depth, columns, 2);
            MatrixView turned = new([.. Enumerable.Range(0, rows * depth).Select(e => a[e % rows, e / rows])], depth, rows);
            float[] one = Multiply(kernel, 1, a, false, b), two = Multiply(kernel, 2, turned, true, b);
            Assert.Equal(one, two);
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < columns; j += j < columns - 40 ? 31 : 1)
                {
                    double sum = Enumerable.Range(0, depth).Sum(p => (double)a[i, p] * b[p, j]);
                    Assert.Equal(sum, one[(i * columns) + j], 1e-5);
                }
            }
        }
    }

    [Fact]
    public void The_bits_of_a_row_do_not_depend_on_the_other_rows_and_up_to_one_slice_are_those_of_gemm()
    {
        MatrixView a = Matrix(30, 10, 1), b = Matrix(10, 1_500, 2), c = Matrix(30, 1_500, 3);
        float[] all = Multiply(GemmKernels.Select().Name, 2, a, false, b);
        for (int i = 0; i < a.Rows; i++)
        {
            Assert.Equal(all[(i * 1_500)..((i + 1) * 1_500)], Multiply(GemmKernels.Select().Name, 1, a.Slice(i, 1), false, b));
        }

        using var context = new ComputeContext(1);
        Gemm.Multiply(context, a, false, b, false, c, 0f);
        Assert.Equal(all, c.Elements.ToArray());
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        using var context = new ComputeContext(1);
        Assert.Throws<ArgumentException>("c", () => WideProduct.Multiply(context, Matrix(2, 3, 1), true, Matrix(3, 5, 1), Matrix(2, 5, 1)));
        Assert.Throws<ArgumentException>("c", () => WideProduct.Multiply(context, Matrix(2, 3, 1), false, Matrix(3, 5, 1), Matrix(2, 4, 1)));
    }

    private static float[] Multiply(string kernel, int threads, MatrixView a, bool transposeA, MatrixView b)
    {
        using var context = new ComputeContext(threads, GemmKernels.Select(kernel));
        int rows = transposeA ? a.Columns : a.Rows;
        float[] product = new float[rows * b.Columns];
        Array.Fill(product, float.NaN);
        WideProduct.Multiply(context, a, transposeA, b, new MatrixView(product, rows, b.Columns));
        return product;
    }

    private static MatrixView Matrix(int rows, int columns, int seed) => new(Given.Uniform(rows * columns, seed), rows, columns);
}
