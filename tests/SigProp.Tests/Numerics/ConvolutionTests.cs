using SigProp.Numerics;

namespace SigProp.Tests.Numerics;

public class ConvolutionTests
{
    [Fact]
    public void Forward_is_the_definition() => ForEachShape((samples, shape, random, contexts) =>
    {
        MatrixView x = GemmReference.Random(random, samples, shape.InputSize, 3);
        MatrixView w = GemmReference.Random(random, shape.OutputChannels, shape.Depth, 2);
        float[] bias = [.. Enumerable.Range(0, shape.OutputChannels).Select(_ => random.NextSingle())];
        double[] expected = new double[samples * shape.OutputSize], size = new double[expected.Length];
        ConvolutionReference.ForEach(shape, samples, (n, e) =>
            Add(expected, size, (n * shape.OutputSize) + e.Output, (double)w[e.Channel, e.Weight] * x[n, e.Input]));
        double[] biased = [.. expected.Select((value, i) => value + bias[i % shape.OutputSize / shape.Positions])];
        foreach (ComputeContext context in contexts)
        {
            MatrixView z = GemmReference.Guarded(samples, shape.OutputSize, 5);
            Convolution.Forward(context, shape, x, w, z);
            ConvolutionReference.AssertClose(expected, size, z, $"{context.Kernel.Name}, {samples} x {shape}");
            Convolution.Forward(context, shape, x, w, z, bias);
            ConvolutionReference.AssertClose(biased, size, z, $"{context.Kernel.Name}, {samples} x {shape}, bias");
            GemmReference.AssertGuardsUntouched(z);
        }
    });

    [Fact]
    public void Weight_gradient_is_the_definition() => ForEachShape((samples, shape, random, contexts) =>
    {
        MatrixView x = GemmReference.Random(random, samples, shape.InputSize, 3);
        MatrixView dz = GemmReference.Random(random, samples, shape.OutputSize, 1);
        MatrixView before = GemmReference.Random(random, shape.OutputChannels, shape.Depth, 2);
        double[] sums = new double[before.Rows * before.Columns], size = new double[sums.Length];
        ConvolutionReference.ForEach(shape, samples, (n, e) =>
            Add(sums, size, (e.Channel * shape.Depth) + e.Weight, (double)dz[n, e.Output] * x[n, e.Input]));
        foreach (float beta in new[] { 0f, 1f, 0.5f })
        {
            double[] expected = [.. sums.Select((sum, i) => sum + (beta * before[i / before.Columns, i % before.Columns]))];
            foreach (ComputeContext context in contexts)
            {
                MatrixView dw = beta == 0 ? GemmReference.Guarded(before.Rows, before.Columns, 2) : GemmReference.Copy(before);
                Convolution.WeightGradient(context, shape, x, dz, dw, beta);
                ConvolutionReference.AssertClose(expected, size, dw, $"{context.Kernel.Name}, {samples} x {shape}, beta {beta}");
                GemmReference.AssertGuardsUntouched(dw);
            }
        }
    });

    [Fact]
    public void Input_gradient_is_the_definition() => ForEachShape((samples, shape, random, contexts) =>
    {
        MatrixView w = GemmReference.Random(random, shape.OutputChannels, shape.Depth, 2);
        MatrixView dz = GemmReference.Random(random, samples, shape.OutputSize, 1);
        double[] expected = new double[samples * shape.InputSize], size = new double[expected.Length];
        ConvolutionReference.ForEach(shape, samples, (n, e) =>
            Add(expected, size, (n * shape.InputSize) + e.Input, (double)w[e.Channel, e.Weight] * dz[n, e.Output]));
        foreach (ComputeContext context in contexts)
        {
            MatrixView dx = GemmReference.Guarded(samples, shape.InputSize, 5);
            Convolution.InputGradient(context, shape, w, dz, dx);
            ConvolutionReference.AssertClose(expected, size, dx, $"{context.Kernel.Name}, {samples} x {shape}");
            GemmReference.AssertGuardsUntouched(dx);
        }
    });

    [Fact]
    public void A_warm_call_allocates_nothing()
    {
        using var context = new ComputeContext(1);
        foreach (int stride in new[] { 1, 2 })
        {
            ConvolutionShape shape = ConvolutionReference.Shape(16, 9, 9, 12, 3, 3, stride, stride, 1, 1, 1);
            MatrixView x = GemmReference.Random(new Random(1), 4, shape.InputSize, 0), dx = GemmReference.Copy(x);
            MatrixView w = GemmReference.Random(new Random(2), 12, shape.Depth, 0), dw = GemmReference.Copy(w);
            MatrixView z = GemmReference.Guarded(4, shape.OutputSize, 0);
            long allocated = long.MaxValue;
            for (int pass = 0; pass < 2; pass++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                Convolution.Forward(context, shape, x, w, z);
                Convolution.WeightGradient(context, shape, x, z, dw, 0);
                Convolution.InputGradient(context, shape, w, z, dx);
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            }

            Assert.Equal(0, allocated);
        }
    }

    [Fact]
    public void Gradients_and_output_agree_on_the_derivative_along_any_direction()
    {
        using var context = new ComputeContext(2);
        foreach ((int samples, ConvolutionShape shape) in ConvolutionReference.Shapes())
        {
            var random = new Random(4);
            MatrixView x = GemmReference.Random(random, samples, shape.InputSize, 0);
            MatrixView w = GemmReference.Random(random, shape.OutputChannels, shape.Depth, 0);
            MatrixView dz = GemmReference.Random(random, samples, shape.OutputSize, 0);
            MatrixView z = GemmReference.Guarded(samples, shape.OutputSize, 0);
            MatrixView dw = GemmReference.Guarded(shape.OutputChannels, shape.Depth, 0);
            MatrixView dx = GemmReference.Guarded(samples, shape.InputSize, 0);
            Convolution.Forward(context, shape, x, w, z);
            Convolution.WeightGradient(context, shape, x, dz, dw, 0);
            Convolution.InputGradient(context, shape, w, dz, dx);
            (double sum, double size) = Dot(dz, z);
            Assert.InRange(Dot(dw, w).Sum, sum - (1e-6 * size) - 1e-5, sum + (1e-6 * size) + 1e-5);
            Assert.InRange(Dot(dx, x).Sum, sum - (1e-6 * size) - 1e-5, sum + (1e-6 * size) + 1e-5);
        }
    }

    [Fact]
    public void What_lies_outside_of_the_images_is_not_used()
    {
        // Not-a-number around every row: a masked lane must not let it through.
        using var context = new ComputeContext(1);
        ConvolutionShape shape = ConvolutionReference.Shape(16, 5, 5, 4, 3, 3, 1, 1, 1, 1, 1);
        MatrixView clean = GemmReference.Random(new Random(5), 3, shape.InputSize, 0);
        float[] array = GemmReference.Filled(3 * (shape.InputSize + 9), float.NaN);
        var x = new MatrixView(array, 4, 3, shape.InputSize, shape.InputSize + 9);
        for (int i = 0; i < 3; i++)
        {
            clean.Row(i).CopyTo(x.Row(i));
        }

        MatrixView w = GemmReference.Random(new Random(6), 4, shape.Depth, 0);
        MatrixView dz = GemmReference.Random(new Random(7), 3, shape.OutputSize, 0);
        MatrixView one = GemmReference.Guarded(3, shape.OutputSize, 0), two = GemmReference.Guarded(3, shape.OutputSize, 0);
        Convolution.Forward(context, shape, clean, w, one);
        Convolution.Forward(context, shape, x, w, two);
        Assert.Equal(one.Array, two.Array);
        MatrixView dw1 = GemmReference.Guarded(4, shape.Depth, 0), dw2 = GemmReference.Guarded(4, shape.Depth, 0);
        Convolution.WeightGradient(context, shape, clean, dz, dw1, 0);
        Convolution.WeightGradient(context, shape, x, dz, dw2, 0);
        Assert.Equal(dw1.Array, dw2.Array);
    }

    [Fact]
    public void An_empty_batch_gives_nothing_and_no_gradient()
    {
        using var context = new ComputeContext(1);
        ConvolutionShape shape = ConvolutionReference.Shape(2, 4, 4, 3, 3, 3, 1, 1, 1, 1, 1);
        MatrixView x = new([], 0, shape.InputSize), z = new([], 0, shape.OutputSize);
        MatrixView w = GemmReference.Random(new Random(8), 3, shape.Depth, 0);
        Convolution.Forward(context, shape, x, w, z);
        Convolution.InputGradient(context, shape, w, z, x);
        Convolution.WeightGradient(context, shape, x, z, w, 0);
        Assert.All(w.Row(1).ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        using var context = new ComputeContext(1);
        ConvolutionShape shape = ConvolutionReference.Shape(2, 4, 4, 3, 3, 3, 1, 1, 1, 1, 1);
        MatrixView x = new(new float[64], 2, 32), w = new(new float[54], 3, 18), z = new(new float[96], 2, 48);
        Assert.Throws<ArgumentException>(() => Convolution.Forward(context, shape, x, w, new MatrixView(new float[96], 2, 47)));
        Assert.Throws<ArgumentException>(() => Convolution.Forward(context, shape, x.Slice(0, 1), w, z));
        Assert.Throws<ArgumentException>(() => Convolution.Forward(context, shape, x, w.Slice(0, 2), z));
        Assert.Throws<ArgumentException>(() => Convolution.Forward(context, shape, x, w, z, new float[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Convolution.Forward(context, shape with { Groups = 2 }, x, w, z));
        Assert.Throws<ArgumentOutOfRangeException>(() => Convolution.Forward(context, shape with { KernelHeight = 7 }, x, w, z));
    }

    /// <summary>Calls <paramref name="check"/> for each shape, with a context for each kernel.</summary>
    private static void ForEachShape(Action<int, ConvolutionShape, Random, ComputeContext[]> check)
    {
        ComputeContext[] contexts = [.. GemmKernels.Supported.Select(kernel => new ComputeContext(2, kernel))];
        foreach ((int samples, ConvolutionShape shape) in ConvolutionReference.Shapes())
        {
            check(samples, shape, new Random(1), contexts);
        }

        foreach (ComputeContext context in contexts)
        {
            context.Dispose();
        }
    }

    private static void Add(double[] sums, double[] sizes, int index, double term)
    {
        sums[index] += term;
        sizes[index] += Math.Abs(term);
    }

    private static (double Sum, double Size) Dot(in MatrixView a, in MatrixView b)
    {
        double sum = 0, size = 0;
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Columns; j++)
            {
                sum += (double)a[i, j] * b[i, j];
                size += Math.Abs((double)a[i, j] * b[i, j]);
            }
        }

        return (sum, size);
    }
}
