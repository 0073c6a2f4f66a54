using SigProp.Learning;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Training;

/// <summary>A copy of all of a network's tensors and of what its optimizers remember, kept while training goes on.</summary>
internal sealed class ParameterSnapshot
{
    private readonly Network _network;
    private readonly LearningRule _rule;
    private readonly Parameter[] _leaves;
    private readonly float[][] _values;
    private readonly OptimizerState[] _states;
    private readonly HalfLearner[] _halves;

    /// <param name="network">The network.</param>
    /// <param name="rule">What trains it; what it keeps in 16 bits is copied in 16 bits.</param>
    public ParameterSnapshot(Network network, LearningRule rule)
    {
        _network = network;
        _rule = rule;
        _leaves = [.. network.Leaves.Except(rule.Half?.Parameters ?? [])];
        _states = rule.Half is null ? [.. rule.Optimizers.Select(o => new OptimizerState(o.State.Parameters, o.State.Slots))] : [];
        _values = [.. _leaves.Select(p => p.Values.ToArray())];
        _halves = rule.Half?.CreateCopy() ?? [];
    }

    public void Take()
    {
        for (int i = 0; i < _values.Length; i++)
        {
            _leaves[i].Values.CopyTo(_values[i]);
        }

        for (int i = 0; i < _states.Length; i++)
        {
            _rule.Optimizers[i].State.CopyTo(_states[i]);
        }

        _rule.Half?.CopyTo(_halves);
    }

    /// <summary>Shows the copy.</summary>
    public void Walk(StateWalk walk)
    {
        foreach (float[] values in _values)
        {
            walk.Visit(values);
        }

        foreach (OptimizerState state in _states)
        {
            state.Walk(walk);
        }

        foreach (HalfLearner half in _halves)
        {
            half.Walk(walk);
        }
    }

    public void Restore(ComputeContext context)
    {
        for (int i = 0; i < _values.Length; i++)
        {
            _values[i].CopyTo(_leaves[i].Values);
        }

        _network.ForgetPacked();
        for (int i = 0; i < _states.Length; i++)
        {
            _states[i].CopyTo(_rule.Optimizers[i].State);
        }

        _rule.Half?.Restore(context, _halves);
    }
}
