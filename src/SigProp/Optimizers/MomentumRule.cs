using System.Numerics;
using System.Runtime.CompilerServices;

namespace SigProp.Optimizers;

/// <summary>
/// g' = g + decay w; v = momentum v + g'; w = w - lr v, or with Nesterov w = w - lr (g' + momentum v) (Sutskever et al. 2013, in the form
/// that evaluates the gradient at w).
/// </summary>
internal sealed class MomentumRule(float momentum, bool nesterov) : UpdateRule
{
    public override int StateSlots => 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Apply(
        Span<float> values, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, in UpdateStep step)
    {
        // step = a g' + b v: Nesterov has a = 1, b = momentum; plain momentum a = 0, b = 1.
        float a = nesterov ? step.LearningRate : 0f;
        float b = nesterov ? step.LearningRate * momentum : step.LearningRate;
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> w = new(values[i..]);
            Vector<float> g = (new Vector<float>(gradient[i..]) * step.GradientScale) + (w * step.WeightDecay);
            Vector<float> v = (new Vector<float>(first[i..]) * momentum) + g;
            v.CopyTo(first[i..]);
            (w - (g * a) - (v * b)).CopyTo(values[i..]);
        }

        for (; i < values.Length; i++)
        {
            float g = (gradient[i] * step.GradientScale) + (values[i] * step.WeightDecay);
            float v = (first[i] * momentum) + g;
            first[i] = v;
            values[i] = values[i] - (g * a) - (v * b);
        }
    }
}
