using System.Numerics.Tensors;
using SigProp.Layers;
using SigProp.Numerics;

namespace SigProp.Spiking;

/// <summary>The mean over the steps, which the head is given: a linear head's output of the mean spike is the mean of its outputs.</summary>
/// <param name="step">The shape of a step.</param>
/// <param name="target">The shape of a target's step.</param>
/// <param name="steps">T.</param>
internal sealed class MeanOverSteps(ImageShape step, ImageShape target, int steps)
    : Passage(Steps.Shape(step, steps), step, target)
{
    public override void Forward(ComputeContext context, in Signal input, in Signal output, LayerMemory? memory)
    {
        Mean(input.H, output.H);
        if (input.Targets > 0)
        {
            Mean(input.T, output.T);
        }
    }

    public override void PropagateError(
        ComputeContext context, in MatrixView input, in MatrixView output, in MatrixView gradient, in MatrixView inputGradient)
    {
        for (int s = 0; s < steps; s++)
        {
            MatrixView part = Steps.At(inputGradient, s, steps);
            for (int i = 0; i < part.Rows; i++)
            {
                TensorPrimitives.Multiply(gradient.Row(i), 1f / steps, part.Row(i));
            }
        }
    }

    /// <summary>The mean of a sample's steps, which lie one after the other.</summary>
    // y = 1/T sum_s x_s
    public static void Mean(ReadOnlySpan<float> x, Span<float> mean)
    {
        int steps = x.Length / mean.Length;
        x[..mean.Length].CopyTo(mean);
        for (int s = 1; s < steps; s++)
        {
            TensorPrimitives.Add(mean, x.Slice(s * mean.Length, mean.Length), mean);
        }

        TensorPrimitives.Multiply(mean, 1f / steps, mean);
    }

    private static void Mean(in MatrixView x, in MatrixView y)
    {
        for (int i = 0; i < y.Rows; i++)
        {
            Mean(x.Row(i), y.Row(i));
        }
    }
}
