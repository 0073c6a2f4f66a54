using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.Tests.Numerics;

namespace SigProp.Tests.Optimizers;

/// <summary>An update while the gradient is being multiplied has the bits of one after the gradient has been stored.</summary>
public sealed class ProductUpdateTests
{
    private static readonly Dictionary<string, OptimizerSpec> s_optimizers = new()
    {
        ["Adam"] = new AdamSpec { LearningRate = 0.01f },
        ["Adam, decay"] = new AdamSpec { LearningRate = 0.01f, WeightDecay = 0.1f },
        ["AdamW"] = new AdamWSpec { LearningRate = 0.01f, WeightDecay = 0.1f },
        ["SGD"] = new SgdSpec { LearningRate = 0.01f, WeightDecay = 0.1f },
        ["Momentum"] = new SgdSpec { LearningRate = 0.01f, Momentum = 0.9f },
        ["Nesterov"] = new SgdSpec { LearningRate = 0.01f, Momentum = 0.9f, Nesterov = true },
    };

    public static TheoryData<string, string, float> Cases()
    {
        var data = new TheoryData<string, string, float>();
        foreach (GemmKernel kernel in GemmKernels.Supported)
        {
            foreach (string optimizer in s_optimizers.Keys)
            {
                data.Add(kernel.Name, optimizer, 0f);
            }

            data.Add(kernel.Name, "Adam", 0.5f);
        }

        return data;
    }

    // Whole tiles of every kernel, tiles cut off below and on the right, few steps of depth and several slices of it.
    [Theory]
    [MemberData(nameof(Cases))]
    public void Bits_are_those_of_a_gradient_that_was_stored(string kernel, string optimizer, float clipNorm)
    {
        foreach ((int rows, int columns, int samples) in new[] { (24, 64, 138), (37, 75, 9), (60, 97, 1), (1, 5, 40), (13, 33, 900), (100, 300, 64) })
        {
            float[] expected = Learn(kernel, optimizer, clipNorm, rows, columns, samples, 1, stored: true);
            for (int threads = 1; threads <= 3; threads++)
            {
                Assert.Equal(expected, Learn(kernel, optimizer, clipNorm, rows, columns, samples, threads, stored: false));
            }
        }
    }

    private static float[] Learn(string kernel, string optimizer, float clipNorm, int rows, int columns, int samples, int threads, bool stored)
    {
        using var context = new ComputeContext(threads, GemmKernels.Select(kernel));
        var weight = new Parameter("weight", rows, columns, isWeight: true);
        var bias = new Parameter("bias", 1, rows, isWeight: false);
        Given.Uniform(weight.Values.Length, 1).CopyTo(weight.Values);
        var layer = new LayerOptimizer(s_optimizers[optimizer], clipNorm, [weight, bias], new float[weight.Values.Length + rows]) { LearningRate = 0.01f };
        var random = new Random(7);
        for (int step = 0; step < 3; step++)
        {
            MatrixView a = GemmReference.Random(random, samples, rows, 2), b = GemmReference.Random(random, samples, columns, 1);
            Given.Uniform(rows, step + 2).CopyTo(layer.Gradient(1).Elements);
            if (stored)
            {
                Gemm.Multiply(context, a, true, b, false, layer.Gradient(0), 0f);
                layer.Update(context);
            }
            else
            {
                layer.UpdateByProduct(context, a, b);
            }
        }

        return [.. weight.Values, .. bias.Values, .. layer.State.Moments().SelectMany(m => m.Values)];
    }
}
