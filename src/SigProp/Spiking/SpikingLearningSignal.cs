namespace SigProp.Spiking;

/// <summary>What a spiking layer's local loss compares. It is read before the spike, which is never differentiated (section VI).</summary>
public enum SpikingLearningSignal
{
    /// <summary>The surrogate of the spike, a smooth function of the voltage after charging (Eq 16).</summary>
    Surrogate,

    /// <summary>The voltage itself after charging, before the reset. Logits are divided by the square root of the layer's width.</summary>
    Voltage,
}
