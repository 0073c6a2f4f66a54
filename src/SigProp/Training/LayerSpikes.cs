namespace SigProp.Training;

/// <summary>The spikes of a layer for one row.</summary>
public sealed class LayerSpikes
{
    private readonly bool[] _fired;

    internal LayerSpikes(string name, int steps, bool[] fired)
    {
        Name = name;
        Steps = steps;
        _fired = fired;
    }

    /// <summary><c>layer1</c>, <c>layer2</c>, ...</summary>
    public string Name { get; }

    /// <summary>Number of steps.</summary>
    public int Steps { get; }

    /// <summary>Number of neurons.</summary>
    public int Neurons => _fired.Length / Steps;

    /// <summary>Number of spikes.</summary>
    public int Count => _fired.Count(f => f);

    /// <summary>Whether a neuron fired at a step, both counted from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such step or neuron.</exception>
    public bool Fired(int step, int neuron)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(step, Steps);
        ArgumentOutOfRangeException.ThrowIfNegative(neuron);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(neuron, Neurons);
        return _fired[(step * Neurons) + neuron];
    }
}
