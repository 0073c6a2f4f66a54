using SigProp.Layers;
using SigProp.Numerics;

namespace SigProp.Tests.Numerics;

/// <summary>A product with a matrix packed before has the bits of one that packs it itself, for one row as for many.</summary>
public sealed class PackedProductTests
{
    public static TheoryData<string, int, int> KernelsAndShapes()
    {
        var data = new TheoryData<string, int, int>();
        foreach (GemmKernel kernel in GemmKernels.Supported)
        {
            foreach (int columns in new[] { 1, 3, 10, 16, 31, 33, 64, 100, 257, 300 })
            {
                data.Add(kernel.Name, columns, columns % 7 * 150);
            }

            data.Add(kernel.Name, 130, 784);
            data.Add(kernel.Name, 70, 1);
            data.Add(kernel.Name, 70, 7_000);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(KernelsAndShapes))]
    public void Bits_are_those_of_a_product_that_packs(string kernel, int columns, int depth)
    {
        var random = new Random(3);
        MatrixView w = GemmReference.Random(random, columns, depth, 2);
        float[] bias = Given.Uniform(columns);
        using ComputeContext plain = new(1, GemmKernels.Select(kernel)), knowing = new(1, GemmKernels.Select(kernel));
        knowing.Constants = new PackedMatrices([w]);
        foreach (int rows in depth > 1_000 ? [1, 5] : new[] { 1, 2, 5, 12, 13, 239, 240, 241, 493 })
        {
            MatrixView a = GemmReference.Random(random, rows, depth, 3);
            MatrixView expected = GemmReference.Guarded(rows, columns, 1), actual = GemmReference.Guarded(rows, columns, 1);
            var epilogue = new BiasActivation(bias, new ActivationFunction(Activation.LeakyReLU, 0.1f));
            Gemm.Multiply(plain, a, false, w, true, expected, 0f, epilogue);
            Gemm.Multiply(knowing, a, false, w, true, actual, 0f, epilogue);
            Assert.Equal(expected.Array, actual.Array);
        }
    }

    [Fact]
    public void Only_the_matrix_itself_is_known_and_only_to_its_kernel()
    {
        GemmKernel kernel = GemmKernels.Supported[0];
        var w = new MatrixView(Given.Uniform(60), 6, 10);
        var known = new PackedMatrices([w]);
        PackedMatrix packed = known.Find(w, kernel)!;
        Assert.Equal((6, 10), (packed.Columns, packed.Depth));
        Assert.Same(packed, known.Find(w, kernel));
        Assert.Null(known.Find(w.Slice(0, 5), kernel));
        Assert.Null(known.Find(new MatrixView(w.Array, 0, 6, 9, 10), kernel));
        Assert.Null(known.Find(new MatrixView(Given.Uniform(60), 6, 10), kernel));
        Assert.Null(known.Find(w, new ScalarKernel()));
    }

    [Fact]
    public void Products_of_another_form_are_not_answered_by_it()
    {
        var w = new MatrixView(Given.Uniform(36), 6, 6);
        var a = new MatrixView(Given.Uniform(36, 2), 6, 6);
        using ComputeContext plain = new(1), knowing = new(1);
        knowing.Constants = new PackedMatrices([w]);
        foreach ((bool left, bool right, float beta) in new[] { (false, false, 0f), (true, true, 0f), (false, true, 1f) })
        {
            MatrixView expected = new(Given.Uniform(36, 3), 6, 6), actual = new(Given.Uniform(36, 3), 6, 6);
            Gemm.Multiply(plain, a, left, w, right, expected, beta);
            Gemm.Multiply(knowing, a, left, w, right, actual, beta);
            Assert.Equal(expected.Array, actual.Array);
        }
    }
}
