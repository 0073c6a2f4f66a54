using System.Numerics;
using System.Runtime.CompilerServices;

namespace SigProp.Optimizers;

/// <summary>
/// g' = g + decay w; v = momentum v + g'; w = w - lr v, or with Nesterov w = w - lr (g' + momentum v) (Sutskever et al. 2013, in the form
/// that evaluates the gradient at w).
/// </summary>
internal sealed unsafe class MomentumRule(float momentum, bool nesterov) : UpdateRule
{
    public override int StateSlots => 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Apply(
        float* values, float* gradient, float* first, float* second, int rows, int columns, nint stride, nint gradientStride, in UpdateStep step)
    {
        // step = a g' + b v: Nesterov has a = 1, b = momentum; plain momentum a = 0, b = 1.
        float a = nesterov ? step.LearningRate : 0f;
        float b = nesterov ? step.LearningRate * momentum : step.LearningRate;
        float scale = step.GradientScale, decay = step.WeightDecay, keep = momentum;
        for (int row = 0; row < rows; row++)
        {
            int i = 0;
            for (; i <= columns - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector<float> w = Vector.Load(values + i);
                Vector<float> g = (Vector.Load(gradient + i) * scale) + (w * decay);
                Vector<float> v = (Vector.Load(first + i) * keep) + g;
                v.Store(first + i);
                (w - (g * a) - (v * b)).Store(values + i);
            }

            for (; i < columns; i++)
            {
                float g = (gradient[i] * scale) + (values[i] * decay);
                float v = (first[i] * keep) + g;
                first[i] = v;
                values[i] = values[i] - (g * a) - (v * b);
            }

            values += stride;
            gradient += gradientStride;
            first += stride;
        }
    }
}
