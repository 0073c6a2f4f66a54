using SigProp.Optimizers;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Learning;

/// <summary>The last link of an optimizer's chain on a device, with the equations of the managed engine's <see cref="UpdateRule"/>: so a run may go on elsewhere
/// from its moments.</summary>
internal static class TorchUpdate
{
    /// <summary>Changes a parameter by its gradient, in place.</summary>
    /// <param name="spec">The recipe.</param>
    /// <param name="value">The parameter.</param>
    /// <param name="gradient">Its gradient, scaled.</param>
    /// <param name="first">Its first moments, where the rule has any.</param>
    /// <param name="second">Its second moments, where the rule has any.</param>
    /// <param name="step">Learning rate and decay.</param>
    /// <param name="count">The step's number, from 1.</param>
    public static void Apply(OptimizerSpec spec, Tensor value, Tensor gradient, Tensor? first, Tensor? second, in UpdateStep step, int count)
    {
        switch (spec)
        {
            case AdamWSpec adam:
                // w = w - lr decay w
                value.MultiplyBy(1f - (step.LearningRate * step.WeightDecay));
                Adam(adam, value, gradient, first!, second!, step.LearningRate, count);
                break;
            case AdaptiveMomentSpec adam:
                Adam(adam, value, Decayed(gradient, value, step), first!, second!, step.LearningRate, count);
                break;
            case SgdSpec { Momentum: > 0 } sgd:
                Momentum(sgd, value, Decayed(gradient, value, step), first!, step.LearningRate);
                break;
            case SgdSpec:
                // w = w - lr (g + decay w)
                value.Add(Decayed(gradient, value, step), -step.LearningRate);
                break;
            default:
                throw new NotSupportedException($"TorchSharp has no update by {spec.GetType().Name}.");
        }
    }

    // m = b1 m + (1 - b1) g'; v = b2 v + (1 - b2) g'^2; w = w - (lr c2 / c1) m / (sqrt(v) + eps c2), c1 = 1 - b1^k, c2 = sqrt(1 - b2^k)
    private static void Adam(AdaptiveMomentSpec spec, Tensor value, Tensor gradient, Tensor first, Tensor second, float learningRate, int count)
    {
        double c1 = 1 - Math.Pow(spec.Beta1, count), c2 = Math.Sqrt(1 - Math.Pow(spec.Beta2, count));
        first.MultiplyBy(spec.Beta1).Add(gradient, 1f - spec.Beta1);
        second.MultiplyBy(spec.Beta2).AddProduct(gradient, gradient, 1f - spec.Beta2);
        value.AddQuotient(first, second.sqrt().Add(spec.Epsilon * c2), -learningRate * c2 / c1);
    }

    // v = momentum v + g'; w = w - lr v, or with Nesterov w = w - lr (g' + momentum v)
    private static void Momentum(SgdSpec spec, Tensor value, Tensor gradient, Tensor first, float learningRate)
    {
        first.MultiplyBy(spec.Momentum).Add(gradient, 1);
        if (spec.Nesterov)
        {
            value.Add(gradient, -learningRate).Add(first, -learningRate * spec.Momentum);
        }
        else
        {
            value.Add(first, -learningRate);
        }
    }

    // g' = g + decay w
    private static Tensor Decayed(Tensor gradient, Tensor value, in UpdateStep step)
        => step.WeightDecay == 0 ? gradient : gradient.Plus(value, step.WeightDecay);
}
