using System.Numerics;
using System.Runtime.CompilerServices;

namespace SigProp.Optimizers;

/// <summary>w = w - lr (g + decay w).</summary>
internal sealed class SgdRule : UpdateRule
{
    public override int StateSlots => 0;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Apply(
        Span<float> values, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, in UpdateStep step)
    {
        float rate = step.LearningRate * step.GradientScale;
        float keep = 1f - (step.LearningRate * step.WeightDecay);
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> w = new(values[i..]), g = new(gradient[i..]);
            ((w * keep) - (g * rate)).CopyTo(values[i..]);
        }

        for (; i < values.Length; i++)
        {
            values[i] = (values[i] * keep) - (gradient[i] * rate);
        }
    }
}
