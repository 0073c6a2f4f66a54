namespace SigProp.Spiking;

/// <summary>The constants of a neuron: v = keep v_prev + gain a; it fires where v reaches the threshold.</summary>
/// <param name="Keep">What a step leaves of the voltage: 1, or 1 - 1/tau.</param>
/// <param name="Gain">What a current adds to it: 1, or 1/tau. Also dv/da, v_prev being constant.</param>
/// <param name="Threshold">theta.</param>
/// <param name="IsSoft">Whether a spike subtracts the threshold; otherwise it leaves 0.</param>
internal readonly record struct Neuron(float Keep, float Gain, float Threshold, bool IsSoft)
{
    public static Neuron Of(SpikingSpec spec)
    {
        bool leaks = spec.Neuron == NeuronKind.LeakyIntegrateAndFire;
        float gain = leaks ? 1f / spec.TimeConstant : 1f;
        return new Neuron(leaks ? 1f - gain : 1f, gain, spec.Threshold, spec.Reset == NeuronReset.Soft);
    }
}
