namespace SigProp.Spiking;

/// <summary>How a neuron gathers current between two spikes.</summary>
public enum NeuronKind
{
    /// <summary>It adds the currents up and loses nothing: v = v_prev + a (Eq 15).</summary>
    IntegrateAndFire,

    /// <summary>Its voltage decays with a time constant: v = v_prev + (a - v_prev) / tau (Gerstner and Kistler 2002).</summary>
    LeakyIntegrateAndFire,
}
