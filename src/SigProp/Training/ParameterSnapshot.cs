using SigProp.Optimizers;

namespace SigProp.Training;

/// <summary>A copy of all of a network's tensors and of what its optimizers remember, kept while training goes on.</summary>
internal sealed class ParameterSnapshot
{
    private readonly Network _network;
    private readonly IReadOnlyList<LayerOptimizer> _optimizers;
    private readonly float[][] _values;
    private readonly OptimizerState[] _states;

    public ParameterSnapshot(Network network, IReadOnlyList<LayerOptimizer> optimizers)
    {
        _network = network;
        _optimizers = optimizers;
        _states = [.. optimizers.Select(o => new OptimizerState(o.State.Parameters, o.State.Slots))];
        _values = [.. network.Leaves.Select(p => p.Values.ToArray())];
    }

    public void Take()
    {
        for (int i = 0; i < _values.Length; i++)
        {
            _network.Leaves[i].Values.CopyTo(_values[i]);
        }

        for (int i = 0; i < _states.Length; i++)
        {
            _optimizers[i].State.CopyTo(_states[i]);
        }
    }

    public void Restore()
    {
        for (int i = 0; i < _values.Length; i++)
        {
            _values[i].CopyTo(_network.Leaves[i].Values);
        }

        _network.ForgetPacked();
        for (int i = 0; i < _states.Length; i++)
        {
            _states[i].CopyTo(_optimizers[i].State);
        }
    }
}
