namespace SigProp.Spiking;

/// <summary>What a spike leaves of a neuron's voltage.</summary>
public enum NeuronReset
{
    /// <summary>Nothing: the voltage is 0 again.</summary>
    Hard,

    /// <summary>What was above the threshold: the threshold is subtracted.</summary>
    Soft,
}
