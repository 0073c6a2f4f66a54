using SigProp.Optimizers;

namespace SigProp.Tests.Optimizers;

/// <summary>The optimizers' equations, one number at a time in double precision.</summary>
internal sealed class ReferenceOptimizer(OptimizerSpec spec, double clipNorm, int[] lengths)
{
    private readonly double[][] _first = [.. lengths.Select(n => new double[n])];
    private readonly double[][] _second = [.. lengths.Select(n => new double[n])];
    private int _count;

    /// <summary>One step of all parameters of a layer; of the first alone, the weight, decay is asked.</summary>
    public void Step(double[][] values, double[][] gradients, double rate)
    {
        _count++;
        double norm = Math.Sqrt(gradients.Sum(g => g.Sum(v => v * v)));
        double clip = clipNorm > 0 && norm > clipNorm ? clipNorm / norm : 1;
        for (int p = 0; p < values.Length; p++)
        {
            double decay = p == 0 ? spec.WeightDecay : 0;
            for (int i = 0; i < values[p].Length; i++)
            {
                values[p][i] -= Change(values[p][i], clip * gradients[p][i], decay, rate, ref _first[p][i], ref _second[p][i]);
            }
        }
    }

    private double Change(double w, double g, double decay, double rate, ref double first, ref double second)
    {
        switch (spec)
        {
            case SgdSpec sgd:
                g += decay * w;
                first = (sgd.Momentum * first) + g;
                return rate * (sgd.Nesterov ? g + (sgd.Momentum * first) : first);
            case AdamSpec adam:
                return Adam(g + (decay * w), adam.Beta1, adam.Beta2, adam.Epsilon, rate, ref first, ref second);
            case AdamWSpec adam:
                return (rate * decay * w) + Adam(g, adam.Beta1, adam.Beta2, adam.Epsilon, rate, ref first, ref second);
            default:
                throw new NotSupportedException();
        }
    }

    private double Adam(double g, double beta1, double beta2, double epsilon, double rate, ref double first, ref double second)
    {
        first = (beta1 * first) + ((1 - beta1) * g);
        second = (beta2 * second) + ((1 - beta2) * g * g);
        return rate * first / (1 - Math.Pow(beta1, _count)) / (Math.Sqrt(second / (1 - Math.Pow(beta2, _count))) + epsilon);
    }
}
