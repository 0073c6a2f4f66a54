using SigProp.Numerics;

namespace SigProp.Tests.Numerics;

/// <summary>Convolutions by definition, in double precision, and shapes to try.</summary>
internal static class ConvolutionReference
{
    public static ConvolutionShape Shape(
        int inputs, int height, int width, int outputs, int kernelHeight, int kernelWidth, int strideY, int strideX, int paddingY, int paddingX, int groups) => new()
        {
            InputChannels = inputs,
            InputHeight = height,
            InputWidth = width,
            OutputChannels = outputs,
            KernelHeight = kernelHeight,
            KernelWidth = kernelWidth,
            StrideY = strideY,
            StrideX = strideX,
            PaddingY = paddingY,
            PaddingX = paddingX,
            Groups = groups,
        };

    /// <summary>Batch sizes with shapes: kernels, strides, paddings and groups of all kinds, odd sizes, single positions, cuts and depths of several parts.</summary>
    public static IEnumerable<(int Samples, ConvolutionShape Shape)> Shapes()
    {
        foreach (int kernel in new[] { 1, 2, 3, 5 })
        {
            foreach (int stride in new[] { 1, 2, 3 })
            {
                foreach (int padding in new[] { 0, 1, 2 })
                {
                    yield return (3, Shape(4, 7, 9, 6, kernel, kernel, stride, stride, padding, padding, 2));
                }
            }
        }

        foreach (int size in new[] { 1, 2, 4, 8, 11, 16, 32 })
        {
            foreach (int samples in new[] { 1, 2, 5 })
            {
                yield return (samples, Shape(16, size, size, 13, 3, 3, 1, 1, 1, 1, 1));
                yield return (samples, Shape(3, size, size, 5, 3, 3, 1, 1, 1, 1, 1));
            }
        }

        yield return (2, Shape(35, 6, 7, 29, 3, 3, 1, 1, 1, 1, 1));
        yield return (3, Shape(100, 5, 5, 14, 3, 3, 1, 1, 1, 1, 1));
        yield return (20, Shape(33, 4, 4, 40, 3, 3, 1, 1, 1, 1, 1));
        yield return (3, Shape(100, 5, 5, 14, 3, 3, 2, 2, 1, 1, 1));
        yield return (5, Shape(8, 6, 6, 8, 3, 3, 1, 1, 1, 1, 8));
        yield return (2, Shape(8, 6, 6, 16, 3, 3, 2, 1, 0, 2, 4));
        yield return (2, Shape(64, 5, 6, 66, 3, 3, 1, 1, 1, 1, 2));
        yield return (3, Shape(5, 1, 50, 7, 1, 5, 1, 1, 0, 2, 1));
        yield return (3, Shape(17, 1, 1500, 3, 1, 3, 1, 1, 0, 1, 1));
        yield return (2, Shape(16, 40, 33, 3, 3, 1, 1, 1, 1, 0, 1));
        yield return (1, Shape(16, 90, 70, 16, 3, 3, 1, 1, 1, 1, 1));
        yield return (2, Shape(1, 5, 4, 1, 5, 4, 1, 1, 0, 0, 1));
        yield return (2, Shape(20, 3, 3, 2, 1, 1, 1, 1, 2, 1, 1));
        yield return (1, Shape(2, 24, 24, 3, 21, 21, 1, 1, 10, 10, 1));
        yield return (2, Shape(2, 9, 40, 3, 7, 2, 3, 2, 3, 1, 1));
    }

    /// <summary>Calls <paramref name="use"/> for each sample and each pair of an output element and an input element under its kernel, with the weight between.</summary>
    public static void ForEach(in ConvolutionShape shape, int samples, Action<int, (int Output, int Input, int Channel, int Weight)> use)
    {
        for (int o = 0; o < shape.OutputChannels; o++)
        {
            for (int position = 0; position < shape.Positions; position++)
            {
                int oy = position / shape.OutputWidth, ox = position % shape.OutputWidth;
                for (int p = 0; p < shape.Depth; p++)
                {
                    int tap = p % shape.Taps, c = (o / shape.GroupOutputs * shape.GroupInputs) + (p / shape.Taps);
                    int y = (oy * shape.StrideY) - shape.PaddingY + (tap / shape.KernelWidth);
                    int x = (ox * shape.StrideX) - shape.PaddingX + (tap % shape.KernelWidth);
                    if (y >= 0 && y < shape.InputHeight && x >= 0 && x < shape.InputWidth)
                    {
                        var element = ((o * shape.Positions) + position, (((c * shape.InputHeight) + y) * shape.InputWidth) + x, o, p);
                        for (int n = 0; n < samples; n++)
                        {
                            use(n, element);
                        }
                    }
                }
            }
        }
    }

    /// <summary>Compares with sums in double precision, each given with the sum of its terms' sizes.</summary>
    public static void AssertClose(double[] expected, double[] size, in MatrixView actual, string what)
    {
        for (int i = 0; i < actual.Rows; i++)
        {
            for (int j = 0; j < actual.Columns; j++)
            {
                int k = (i * actual.Columns) + j;
                if (!(Math.Abs(expected[k] - actual[i, j]) <= 1e-6 * (1 + size[k])))
                {
                    Assert.Fail($"{what}, ({i}, {j}): {actual[i, j]}, expected {expected[k]}.");
                }
            }
        }
    }
}
