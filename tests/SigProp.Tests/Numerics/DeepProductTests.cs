using SigProp.Numerics;

namespace SigProp.Tests.Numerics;

public sealed class DeepProductTests
{
    public static MatrixTheoryData<int, int, int> Shapes() => new([1, 2, 5], [1, 3, 4, 10], [1, 20, 1_024, 1_025, 3_003]);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_product_is_that_of_the_definition(int rows, int columns, int depth)
    {
        MatrixView a = Matrix(rows, depth, 1), b = Matrix(columns, depth, 2);
        float[] one = Multiply(1, a, b);
        Assert.Equal(one, Multiply(2, a, b));
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double sum = Enumerable.Range(0, depth).Sum(p => (double)a[i, p] * b[j, p]);
                Assert.Equal(sum, one[(i * columns) + j], 1e-4);
            }
        }
    }

    [Fact]
    public void The_bits_of_an_element_do_not_depend_on_the_other_rows()
    {
        MatrixView a = Matrix(7, 2_345, 1), b = Matrix(9, 2_345, 2);
        float[] all = Multiply(2, a, b);
        for (int e = 0; e < all.Length; e++)
        {
            Assert.Equal(all[e], Assert.Single(Multiply(1, a.Slice(e / 9, 1), b.Slice(e % 9, 1))));
        }
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        using var context = new ComputeContext(1);
        Assert.Throws<ArgumentException>("c", () => DeepProduct.Multiply(context, Matrix(2, 3, 1), Matrix(4, 5, 1), Matrix(2, 4, 1)));
        Assert.Throws<ArgumentException>("c", () => DeepProduct.Multiply(context, Matrix(2, 3, 1), Matrix(4, 3, 1), Matrix(2, 5, 1)));
    }

    private static float[] Multiply(int threads, MatrixView a, MatrixView b)
    {
        using var context = new ComputeContext(threads);
        float[] product = new float[a.Rows * b.Rows];
        Array.Fill(product, float.NaN);
        DeepProduct.Multiply(context, a, b, new MatrixView(product, a.Rows, b.Rows));
        return product;
    }

    private static MatrixView Matrix(int rows, int columns, int seed) => new(Given.Uniform(rows * columns, seed), rows, columns);
}
