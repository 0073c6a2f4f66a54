using SigProp.Numerics;

namespace SigProp.Tests.Numerics;

public class PoolingTests
{
    private static readonly (int Samples, PoolingShape Shape)[] s_shapes =
    [
        (3, PoolingShape.Square(5, 8, 8, 2, 2)),
        (2, PoolingShape.Square(3, 32, 32, 2, 2)),
        (2, PoolingShape.Square(3, 9, 11, 2, 2)),
        (2, PoolingShape.Square(3, 17, 19, 2, 2)),
        (2, PoolingShape.Square(3, 2, 3, 2, 2)),
        (2, PoolingShape.Square(4, 9, 7, 3, 2)),
        (2, PoolingShape.Square(4, 9, 8, 3, 2, 1)),
        (1, PoolingShape.Square(4, 9, 8, 2, 1, 1)),
        (1, PoolingShape.Square(4, 8, 8, 2, 2, 1)),
        (2, PoolingShape.Square(7, 4, 4, 4, 4)),
        (5, PoolingShape.Square(7, 6, 6, 1, 2)),
        (300, PoolingShape.Square(10, 10, 10, 2, 2)),
        (2, PoolingShape.Square(3, 8, 9, 2, 2) with { WindowHeight = 1, StrideY = 1 }),
    ];

    [Fact]
    public void Maximum_is_the_definition() => Check<MaxPooling>((x, window) => window.Max(i => x[i]), (x, window) =>
    {
        int first = window.First(i => x[i] == window.Max(j => x[j]));
        return [.. window.Select(i => i == first ? 1.0 : 0.0)];
    });

    [Fact]
    public void Average_is_the_definition()
    {
        foreach ((int samples, PoolingShape shape) in s_shapes)
        {
            double part = 1.0 / (shape.WindowHeight * shape.WindowWidth);
            Check<AveragePooling>(samples, shape, (x, window) => window.Sum(i => x[i]) * part, (_, window) => [.. window.Select(_ => part)]);
        }
    }

    [Fact]
    public void Not_a_number_stays_one()
    {
        using var context = new ComputeContext(1);
        foreach (int size in new[] { 4, 8, 16 })
        {
            PoolingShape shape = PoolingShape.Square(1, size, size, 2, 2);
            for (int i = 0; i < shape.InputSize; i++)
            {
                var x = new MatrixView(new float[shape.InputSize], 1, shape.InputSize);
                var y = new MatrixView(new float[shape.OutputSize], 1, shape.OutputSize);
                x[0, i] = float.NaN;
                Pooling.Forward<MaxPooling>(context, shape, x, y);
                Assert.Single(y.Array, float.IsNaN);
            }
        }
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        using var context = new ComputeContext(1);
        PoolingShape shape = PoolingShape.Square(1, 4, 4, 2, 2);
        MatrixView x = new(new float[16], 1, 16), y = new(new float[4], 1, 4);
        Assert.Throws<ArgumentException>(() => Pooling.Forward<MaxPooling>(context, shape, x, x));
        Assert.Throws<ArgumentException>(() => Pooling.Backward<MaxPooling>(context, shape, x, y, y, y));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pooling.Forward<MaxPooling>(context, shape with { PaddingX = 2 }, x, y));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pooling.Forward<MaxPooling>(context, shape with { WindowHeight = 5 }, x, y));
    }

    private static void Check<TPooling>(Func<float[], int[], double> pool, Func<float[], int[], double[]> shares)
        where TPooling : struct, IPooling
    {
        foreach ((int samples, PoolingShape shape) in s_shapes)
        {
            Check<TPooling>(samples, shape, pool, shares);
        }
    }

    private static void Check<TPooling>(
        int samples, PoolingShape shape, Func<float[], int[], double> pool, Func<float[], int[], double[]> shares)
        where TPooling : struct, IPooling
    {
        var random = new Random(1);
        MatrixView x = GemmReference.Random(random, samples, shape.InputSize, 3), dy = GemmReference.Random(random, samples, shape.OutputSize, 2);
        for (int n = 0; n < samples; n++)
        {
            // Few different values, so that many windows have more than one maximum.
            foreach (ref float value in x.Row(n))
            {
                value = MathF.Round(3 * value);
            }
        }

        foreach (int threads in new[] { 1, 3 })
        {
            using var context = new ComputeContext(threads);
            MatrixView y = GemmReference.Guarded(samples, shape.OutputSize, 1), dx = GemmReference.Guarded(samples, shape.InputSize, 5);
            Pooling.Forward<TPooling>(context, shape, x, y);
            Pooling.Backward<TPooling>(context, shape, x, y, dy, dx);
            GemmReference.AssertGuardsUntouched(y);
            GemmReference.AssertGuardsUntouched(dx);
            for (int n = 0; n < samples; n++)
            {
                float[] image = x.Row(n).ToArray();
                double[] gradient = new double[shape.InputSize];
                for (int o = 0; o < shape.OutputSize; o++)
                {
                    int[] window = Window(shape, o);
                    Assert.Equal(pool(image, window), y[n, o], 1e-5);
                    double[] share = shares(image, window);
                    for (int i = 0; i < window.Length; i++)
                    {
                        gradient[window[i]] += share[i] * dy[n, o];
                    }
                }

                for (int i = 0; i < gradient.Length; i++)
                {
                    Assert.Equal(gradient[i], dx[n, i], 1e-5);
                }
            }
        }
    }

    /// <summary>The input elements of an image under the window of an output element, row by row.</summary>
    private static int[] Window(PoolingShape shape, int output)
    {
        int channel = output / shape.Positions, row = output % shape.Positions / shape.OutputWidth, column = output % shape.OutputWidth;
        return [.. from y in Enumerable.Range((row * shape.StrideY) - shape.PaddingY, shape.WindowHeight)
            from x in Enumerable.Range((column * shape.StrideX) - shape.PaddingX, shape.WindowWidth)
            where y >= 0 && y < shape.InputHeight && x >= 0 && x < shape.InputWidth
            select (((channel * shape.InputHeight) + y) * shape.InputWidth) + x];
    }
}
