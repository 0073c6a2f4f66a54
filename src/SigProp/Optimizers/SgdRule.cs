using System.Numerics;
using System.Runtime.CompilerServices;

namespace SigProp.Optimizers;

/// <summary>w = w - lr (g + decay w).</summary>
internal sealed unsafe class SgdRule : UpdateRule
{
    public override int StateSlots => 0;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Apply(
        float* values, float* gradient, float* first, float* second, int rows, int columns, nint stride, nint gradientStride, in UpdateStep step)
    {
        float rate = step.LearningRate * step.GradientScale;
        float keep = 1f - (step.LearningRate * step.WeightDecay);
        for (int row = 0; row < rows; row++)
        {
            int i = 0;
            for (; i <= columns - Vector<float>.Count; i += Vector<float>.Count)
            {
                ((Vector.Load(values + i) * keep) - (Vector.Load(gradient + i) * rate)).Store(values + i);
            }

            for (; i < columns; i++)
            {
                values[i] = (values[i] * keep) - (gradient[i] * rate);
            }

            values += stride;
            gradient += gradientStride;
        }
    }
}
