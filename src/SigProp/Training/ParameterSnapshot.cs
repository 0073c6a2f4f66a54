namespace SigProp.Training;

/// <summary>A copy of all of a network's tensors, kept while training goes on.</summary>
internal sealed class ParameterSnapshot
{
    private readonly Network _network;
    private readonly float[][] _values;

    public ParameterSnapshot(Network network)
    {
        _network = network;
        _values = [.. network.Leaves.Select(p => p.Values.ToArray())];
    }

    public void Take()
    {
        for (int i = 0; i < _values.Length; i++)
        {
            _network.Leaves[i].Values.CopyTo(_values[i]);
        }
    }

    public void Restore()
    {
        for (int i = 0; i < _values.Length; i++)
        {
            _values[i].CopyTo(_network.Leaves[i].Values);
        }
    }
}
