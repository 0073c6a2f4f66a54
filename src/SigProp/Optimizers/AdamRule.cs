using System.Numerics;
using System.Runtime.CompilerServices;

namespace SigProp.Optimizers;

/// <summary>
/// g' = g + decay w (Adam) or w = w - lr decay w (AdamW); m = b1 m + (1 - b1) g'; v = b2 v + (1 - b2) g'^2;
/// w = w - lr (m / (1 - b1^k)) / (sqrt(v / (1 - b2^k)) + eps).
/// </summary>
internal sealed unsafe class AdamRule(float beta1, float beta2, float epsilon, bool decoupledDecay) : UpdateRule
{
    public override int StateSlots => 2;

    public override UpdateStep Prepare(UpdateStep step, int count) => step with
    {
        Correction1 = (float)(1 - Math.Pow(beta1, count)),
        Correction2Root = (float)Math.Sqrt(1 - Math.Pow(beta2, count)),
    };

    /// <summary>The numbers of a step: lr (m / c1) / (sqrt(v) / c2 + eps) = (lr c2 / c1) m / (sqrt(v) + eps c2).</summary>
    public AdamFactors Factors(in UpdateStep step) => new()
    {
        Scale = step.GradientScale,
        Decay = decoupledDecay ? 0f : step.WeightDecay,
        Keep = decoupledDecay ? 1f - (step.LearningRate * step.WeightDecay) : 1f,
        Keep1 = beta1,
        Rest1 = 1f - beta1,
        Keep2 = beta2,
        Rest2 = 1f - beta2,
        Rate = step.LearningRate * step.Correction2Root / step.Correction1,
        Epsilon = epsilon * step.Correction2Root,
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Apply(
        float* values, float* gradient, float* first, float* second, int rows, int columns, nint stride, nint gradientStride, in UpdateStep step)
    {
        AdamFactors factors = Factors(step);
        float scale = factors.Scale, l2 = factors.Decay, keep = factors.Keep, rate = factors.Rate, eps = factors.Epsilon;
        float keep1 = factors.Keep1, rest1 = factors.Rest1, keep2 = factors.Keep2, rest2 = factors.Rest2;
        for (int row = 0; row < rows; row++)
        {
            int i = 0;
            for (; i <= columns - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector<float> w = Vector.Load(values + i);
                Vector<float> g = (Vector.Load(gradient + i) * scale) + (w * l2);
                Vector<float> m = (Vector.Load(first + i) * keep1) + (g * rest1);
                Vector<float> v = (Vector.Load(second + i) * keep2) + (g * g * rest2);
                m.Store(first + i);
                v.Store(second + i);
                ((w * keep) - (m * rate / (Vector.SquareRoot(v) + new Vector<float>(eps)))).Store(values + i);
            }

            for (; i < columns; i++)
            {
                float g = (gradient[i] * scale) + (values[i] * l2);
                float m = (first[i] * keep1) + (g * rest1);
                float v = (second[i] * keep2) + (g * g * rest2);
                first[i] = m;
                second[i] = v;
                values[i] = (values[i] * keep) - (m * rate / (MathF.Sqrt(v) + eps));
            }

            values += stride;
            gradient += gradientStride;
            first += stride;
            second += stride;
        }
    }
}
