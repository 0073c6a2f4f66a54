namespace SigProp.Training;

/// <summary>How a spiking layer was at work.</summary>
public sealed record LayerActivity
{
    /// <summary><c>layer1</c>, <c>layer2</c>, ...; last <c>head</c>, where there is one with weights, which has no neurons.</summary>
    public required string Name { get; init; }

    /// <summary>Number of neurons.</summary>
    public required int Neurons { get; init; }

    /// <summary>Neurons that fired at no step of any row.</summary>
    public required int SilentNeurons { get; init; }

    /// <summary>Spikes of a neuron at each step, the mean over rows and neurons, in [0, 1]; empty for the head.</summary>
    public required IReadOnlyList<double> SpikesPerStep { get; init; }

    /// <summary>Spikes of a neuron and step, the mean over all; 0 for the head.</summary>
    public double SpikeRate => SpikesPerStep.Count == 0 ? 0 : SpikesPerStep.Average();

    /// <summary>Additions a row that spikes cause here: each spike that comes in meets as many weights as its fan-out. What else comes in is not counted
    /// here but in <see cref="MultiplyAdds"/>.</summary>
    public required double SynapticOperations { get; init; }

    /// <summary>Multiplications with additions a row where what comes in are numbers and no spikes: the first layer's, once with a constant current and
    /// at every step of a time series; else 0.</summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>Multiplications with additions a row of the same layer in a network that does not spike.</summary>
    public required long DenseMultiplyAdds { get; init; }
}
