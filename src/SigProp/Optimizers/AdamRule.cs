using System.Numerics;
using System.Runtime.CompilerServices;

namespace SigProp.Optimizers;

/// <summary>
/// g' = g + decay w (Adam) or w = w - lr decay w (AdamW); m = b1 m + (1 - b1) g'; v = b2 v + (1 - b2) g'^2;
/// w = w - lr (m / (1 - b1^k)) / (sqrt(v / (1 - b2^k)) + eps).
/// </summary>
internal sealed class AdamRule(float beta1, float beta2, float epsilon, bool decoupledDecay) : UpdateRule
{
    public override int StateSlots => 2;

    public override UpdateStep Prepare(UpdateStep step, int count) => step with
    {
        Correction1 = (float)(1 - Math.Pow(beta1, count)),
        Correction2Root = (float)Math.Sqrt(1 - Math.Pow(beta2, count)),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Apply(
        Span<float> values, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, in UpdateStep step)
    {
        float keep = decoupledDecay ? 1f - (step.LearningRate * step.WeightDecay) : 1f;
        float l2 = decoupledDecay ? 0f : step.WeightDecay;

        // lr (m / c1) / (sqrt(v) / c2 + eps) = (lr c2 / c1) m / (sqrt(v) + eps c2)
        float rate = step.LearningRate * step.Correction2Root / step.Correction1;
        float eps = epsilon * step.Correction2Root;
        float rest1 = 1f - beta1, rest2 = 1f - beta2;
        float scale = step.GradientScale;
        var epsLanes = new Vector<float>(eps);
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> w = new(values[i..]);
            Vector<float> g = (new Vector<float>(gradient[i..]) * scale) + (w * l2);
            Vector<float> m = (new Vector<float>(first[i..]) * beta1) + (g * rest1);
            Vector<float> v = (new Vector<float>(second[i..]) * beta2) + (g * g * rest2);
            m.CopyTo(first[i..]);
            v.CopyTo(second[i..]);
            ((w * keep) - (m * rate / (Vector.SquareRoot(v) + epsLanes))).CopyTo(values[i..]);
        }

        for (; i < values.Length; i++)
        {
            float g = (gradient[i] * scale) + (values[i] * l2);
            float m = (first[i] * beta1) + (g * rest1);
            float v = (second[i] * beta2) + (g * g * rest2);
            first[i] = m;
            second[i] = v;
            values[i] = (values[i] * keep) - (m * rate / (MathF.Sqrt(v) + eps));
        }
    }
}
