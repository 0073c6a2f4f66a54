using SigProp.Numerics;

namespace SigProp.Tests.Numerics;

/// <summary>Operands, guarded memory and the product by definition, for tests of matrix products.</summary>
internal static class GemmReference
{
    /// <summary>What lies around every guarded view and must stay there.</summary>
    public const float Guard = 12345.5f;

    public static float[] Filled(int length, float value)
    {
        var array = new float[length];
        Array.Fill(array, value);
        return array;
    }

    /// <summary>A view with <paramref name="gap"/> guard elements after each row, and guards before and after the whole.</summary>
    public static MatrixView Guarded(int rows, int columns, int gap)
    {
        int stride = columns + gap;
        return new MatrixView(Filled((rows * stride) + 14, Guard), 7, rows, columns, stride);
    }

    public static MatrixView Random(Random random, int rows, int columns, int gap)
    {
        MatrixView view = Guarded(rows, columns, gap);
        for (int i = 0; i < rows; i++)
        {
            foreach (ref float value in view.Row(i))
            {
                value = (random.NextSingle() * 2) - 1;
            }
        }

        return view;
    }

    public static MatrixView Copy(in MatrixView view) =>
        new((float[])view.Array.Clone(), view.Offset, view.Rows, view.Columns, view.Stride);

    public static void AssertGuardsUntouched(in MatrixView view)
    {
        var isElement = new bool[view.Array.Length];
        for (int i = 0; i < view.Rows; i++)
        {
            isElement.AsSpan(view.Offset + (i * view.Stride), view.Columns).Fill(true);
        }

        for (int i = 0; i < isElement.Length; i++)
        {
            if (!isElement[i])
            {
                Assert.Equal(Guard, view.Array[i]);
            }
        }
    }

    /// <summary>The triple loop in double precision, element by element against <paramref name="actual"/>.</summary>
    public static void AssertProduct(
        in MatrixView a, bool transposeA, in MatrixView b, bool transposeB, in MatrixView before, float beta, in MatrixView actual)
    {
        int depth = transposeA ? a.Rows : a.Columns;
        for (int i = 0; i < actual.Rows; i++)
        {
            for (int j = 0; j < actual.Columns; j++)
            {
                double sum = beta == 0 ? 0 : (double)beta * before[i, j];
                double size = Math.Abs(sum);
                for (int p = 0; p < depth; p++)
                {
                    double product = (double)(transposeA ? a[p, i] : a[i, p]) * (transposeB ? b[j, p] : b[p, j]);
                    sum += product;
                    size += Math.Abs(product);
                }

                if (!(Math.Abs(sum - actual[i, j]) <= 1e-6 * (1 + size)))
                {
                    Assert.Fail($"({i}, {j}) of {actual.Rows} x {actual.Columns}, depth {depth}, transposed {transposeA}, {transposeB}, "
                        + $"beta {beta}: {actual[i, j]}, expected {sum}.");
                }
            }
        }
    }
}
