using SigProp.Numerics;

namespace SigProp.Tests.Numerics;

public class GemmEpilogueTests
{
    [Theory]
    [InlineData(1, 200, 300, 900)]
    [InlineData(2, 200, 300, 128)]
    [InlineData(3, 128, 10, 801)]
    [InlineData(3, 10, 300, 128)]
    [InlineData(2, 30, 700, 6500)]
    [InlineData(2, 1, 1, 1)]
    [InlineData(2, 7, 9, 0)]
    public void Every_finished_element_is_handed_over_once(int threads, int m, int n, int k)
    {
        using var context = new ComputeContext(threads);
        var random = new Random(7);
        MatrixView a = GemmReference.Random(random, m, k, 0);
        MatrixView b = GemmReference.Random(random, n, k, 0);
        MatrixView c = GemmReference.Guarded(m, n, 2);
        MatrixView expected = GemmReference.Guarded(m, n, 2);
        Gemm.Multiply(context, a, false, b, true, expected, 0);
        var seen = new float[m * n];

        Gemm.Multiply(context, a, false, b, true, c, 0, new Negate(c, new MatrixView(seen, m, n)));

        Assert.All(seen, times => Assert.Equal(1, times));
        GemmReference.AssertGuardsUntouched(c);
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                Assert.Equal(-expected[i, j], c[i, j]);
            }
        }
    }

    [Fact]
    public void Parts_do_not_depend_on_the_number_of_threads()
    {
        Assert.Equal(Parts(1), Parts(2));
        Assert.Equal(Parts(1), Parts(5));
    }

    [Fact]
    public void What_an_epilogue_throws_reaches_the_caller_and_the_context_stays_usable()
    {
        using var context = new ComputeContext(2);
        var a = new MatrixView(new float[100 * 100], 100, 100);
        var c = new MatrixView(new float[100 * 100], 100, 100);
        Assert.Throws<DivideByZeroException>(() => Gemm.Multiply(context, a, false, a, false, c, 0, default(Failing)));
        Gemm.Multiply(context, a, false, a, false, c, 0);
    }

    private static List<(int Row, int Column, int Rows, int Columns)> Parts(int threads)
    {
        using var context = new ComputeContext(threads);
        var parts = new List<(int Row, int Column, int Rows, int Columns)>();
        var a = new MatrixView(new float[130 * 40], 130, 40);
        var b = new MatrixView(new float[40 * 900], 40, 900);
        Gemm.Multiply(context, a, false, b, false, new MatrixView(new float[130 * 900], 130, 900), 0, new Record(parts));
        parts.Sort();
        return parts;
    }

    private readonly struct Record(List<(int Row, int Column, int Rows, int Columns)> parts) : IGemmEpilogue
    {
        public void Apply(int row, int column, in MatrixView part)
        {
            lock (parts)
            {
                parts.Add((row, column, part.Rows, part.Columns));
            }
        }
    }

    private readonly struct Negate(MatrixView whole, MatrixView seen) : IGemmEpilogue
    {
        public void Apply(int row, int column, in MatrixView part)
        {
            for (int i = 0; i < part.Rows; i++)
            {
                for (int j = 0; j < part.Columns; j++)
                {
                    Assert.Equal(whole[row + i, column + j], part[i, j]);
                    part[i, j] = -part[i, j];
                    seen[row + i, column + j]++;
                }
            }
        }
    }

    private readonly struct Failing : IGemmEpilogue
    {
        public void Apply(int row, int column, in MatrixView part) => throw new DivideByZeroException();
    }
}
