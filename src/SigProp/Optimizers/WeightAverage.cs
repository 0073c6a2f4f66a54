using System.Numerics.Tensors;
using SigProp.Numerics;

namespace SigProp.Optimizers;

/// <summary>
/// The average of what one layer's optimizer changes, over the steps (Polyak and Juditsky 1992; Izmailov et al. 2018), in which a step weighs less the longer ago it
/// is: it is less a matter of the last batches than the parameters themselves are. Each layer keeps its own and waits for nobody.
/// </summary>
/// <param name="parameters">What is averaged.</param>
/// <param name="decay">What a step weighs of what the step after it does, in [0, 1).</param>
internal sealed class WeightAverage(IReadOnlyList<Parameter> parameters, double decay)
{
    private const int NumbersInItem = 1 << 15;

    private readonly float[][] _values = [.. parameters.Select(p => new float[p.Length])];
    private double _weight;

    /// <summary>What is averaged.</summary>
    public IReadOnlyList<Parameter> Parameters => parameters;

    /// <summary>The averages, in the same order.</summary>
    public IReadOnlyList<float[]> Values => _values;

    /// <summary>Memory that it takes.</summary>
    public long Bytes => sizeof(float) * _values.Sum(v => (long)v.Length);

    /// <summary>Takes the parameters after a step.</summary>
    public void Take(ComputeContext context)
    {
        float rate = (float)NextRate();
        for (int i = 0; i < parameters.Count; i++)
        {
            context.Workers.Run((_values[i].Length + NumbersInItem - 1) / NumbersInItem, new Block(parameters[i], _values[i], rate));
        }
    }

    /// <summary>Another step is about to enter the averages; how much of it.</summary>
    // a_t = sum_i d^(t-i) w_i / sum_i d^(t-i) = a_t-1 + (w_t - a_t-1) / (1 + d + ... + d^(t-1)): what Adam calls the correction of the bias
    public double NextRate()
    {
        _weight = 1 + (decay * _weight);
        return 1 / _weight;
    }

    /// <summary>Puts the averages where the parameters are, and these here; once more puts them back. Before the first step there is nothing to put.</summary>
    public void Swap()
    {
        for (int i = 0; i < parameters.Count && _weight > 0; i++)
        {
            Span<float> values = parameters[i].Values, averages = _values[i];
            for (int j = 0; j < values.Length; j++)
            {
                (values[j], averages[j]) = (averages[j], values[j]);
            }
        }
    }

    /// <summary>Shows everything.</summary>
    public void Walk(StateWalk walk)
    {
        walk.Visit(ref _weight);
        foreach (float[] values in _values)
        {
            walk.Visit(values);
        }
    }

    /// <summary>Moves averages towards the values of a parameter; an item is a run of numbers.</summary>
    private readonly struct Block(Parameter parameter, float[] averages, float rate) : IJob
    {
        public void Execute(int item)
        {
            int at = item * NumbersInItem, length = Math.Min(NumbersInItem, averages.Length - at);
            Span<float> run = averages.AsSpan(at, length);
            TensorPrimitives.Lerp(run, parameter.Values.Slice(at, length), rate, run);
        }
    }
}
