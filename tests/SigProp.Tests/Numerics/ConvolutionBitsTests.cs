using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using SigProp.Numerics;

namespace SigProp.Tests.Numerics;

public class ConvolutionBitsTests
{
    public static TheoryData<string, int, int, int, int, int> KernelsAndShapes()
    {
        var data = new TheoryData<string, int, int, int, int, int>();
        foreach (GemmKernel kernel in GemmKernels.Supported)
        {
            data.Add(kernel.Name, 7, 16, 26, 15, 1);
            data.Add(kernel.Name, 20, 70, 40, 4, 1);
            data.Add(kernel.Name, 7, 3, 8, 30, 1);
            data.Add(kernel.Name, 7, 18, 26, 15, 2);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(KernelsAndShapes))]
    public void Bits_are_the_same_for_any_number_of_threads(string kernel, int samples, int inputs, int outputs, int size, int stride)
    {
        Results one = Results.Of(kernel, 1, samples, samples, inputs, outputs, size, stride);
        one.AssertEqual(Results.Of(kernel, 2, samples, samples, inputs, outputs, size, stride));
        one.AssertEqual(Results.Of(kernel, 3, samples, samples, inputs, outputs, size, stride));
    }

    [Theory]
    [MemberData(nameof(KernelsAndShapes))]
    public void Bits_are_the_same_for_every_kernel_with_fused_arithmetic(
        string kernel, int samples, int inputs, int outputs, int size, int stride)
    {
        if (Fma.IsSupported || AdvSimd.IsSupported)
        {
            Results scalar = Results.Of("scalar", 1, samples, samples, inputs, outputs, size, stride);
            scalar.AssertEqual(Results.Of(kernel, 1, samples, samples, inputs, outputs, size, stride));
        }
    }

    [Theory]
    [MemberData(nameof(KernelsAndShapes))]
    public void Bits_of_a_sample_do_not_depend_on_the_others(string kernel, int samples, int inputs, int outputs, int size, int stride)
    {
        Results all = Results.Of(kernel, 1, samples, samples, inputs, outputs, size, stride);
        foreach (int count in new[] { 1, 2, samples - 1 })
        {
            Results some = Results.Of(kernel, 1, samples, count, inputs, outputs, size, stride);
            Assert.Equal(all.Z.AsSpan(0, some.Z.Length), some.Z.AsSpan());
            Assert.Equal(all.Dx.AsSpan(0, some.Dx.Length), some.Dx.AsSpan());
        }
    }

    private sealed record Results(float[] Z, float[] Dw, float[] Dx)
    {
        public static Results Of(string kernel, int threads, int samples, int used, int inputs, int outputs, int size, int stride)
        {
            using var context = new ComputeContext(threads, GemmKernels.Select(kernel));
            ConvolutionShape shape = ConvolutionReference.Shape(inputs, size, size, outputs, 3, 3, stride, stride, 1, 1, 1);
            var random = new Random(9);
            MatrixView w = GemmReference.Random(random, outputs, shape.Depth, 0);
            MatrixView x = GemmReference.Random(random, samples, shape.InputSize, 0).Slice(0, used);
            MatrixView dz = GemmReference.Random(random, samples, shape.OutputSize, 0).Slice(0, used);
            var results = new Results(new float[used * shape.OutputSize], new float[outputs * shape.Depth], new float[used * shape.InputSize]);
            Convolution.Forward(context, shape, x, w, new MatrixView(results.Z, used, shape.OutputSize));
            Convolution.WeightGradient(context, shape, x, dz, new MatrixView(results.Dw, outputs, shape.Depth), 0);
            Convolution.InputGradient(context, shape, w, dz, new MatrixView(results.Dx, used, shape.InputSize));
            return results;
        }

        public void AssertEqual(Results other)
        {
            Assert.Equal(Z, other.Z);
            Assert.Equal(Dw, other.Dw);
            Assert.Equal(Dx, other.Dx);
        }
    }
}
