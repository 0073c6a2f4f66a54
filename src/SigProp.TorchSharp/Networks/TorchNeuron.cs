using SigProp.Spiking;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Networks;

/// <summary>Charge, fire, reset on a device, and what the losses read of the voltage.</summary>
/// <param name="neuron">The constants of the neuron.</param>
/// <param name="reading">What is read of a voltage.</param>
internal sealed class TorchNeuron(Neuron neuron, SpikeReading reading)
{
    // v = keep u + gain a; u = v < theta ? v : hard ? 0 : v - theta
    /// <summary>The voltages after charging, [rows, steps, width], of the currents of each step, [rows, width].</summary>
    /// <param name="currents">The currents.</param>
    /// <param name="isGlobal">Whether errors come back through time; otherwise what a step leaves is a constant for the next one.</param>
    public Tensor Charge(IEnumerable<Tensor> currents, bool isGlobal)
    {
        var voltages = new List<Tensor>();
        Tensor? left = null;
        foreach (Tensor current in currents)
        {
            Tensor charge = neuron.Gain == 1f ? current : current.Times(neuron.Gain);
            Tensor v = left is null ? charge : charge.Plus(neuron.Keep == 1f ? left : left.Times(neuron.Keep));
            voltages.Add(v);
            Tensor before = isGlobal ? v : v.detach();
            Tensor after = neuron.IsSoft ? before.Minus(neuron.Threshold) : torch.zeros_like(before);
            left = torch.where(before.IsAtLeast(neuron.Threshold), after, before);
        }

        return torch.stack(voltages, 1);
    }

    /// <summary>s = v >= theta, 0 or 1; in backpropagation the surrogate's derivative stands in for the spike's.</summary>
    public Tensor Fire(Tensor v, bool isGlobal)
    {
        Tensor spikes = v.detach().IsAtLeast(neuron.Threshold).to_type(v.dtype);
        if (!isGlobal)
        {
            return spikes;
        }

        // What is added to the spikes is exactly 0: pooling must find them equal.
        Tensor smooth = Read(v);
        return spikes.Plus(smooth.sub(smooth.detach()));
    }

    /// <summary>r = g(v - theta), or v itself (<see cref="SpikeReading.Value"/>).</summary>
    public Tensor Read(Tensor v)
    {
        if (reading.Kind is null)
        {
            return v;
        }

        Tensor x = v.Minus(reading.Threshold).Times(reading.Slope);
        switch (reading.Kind)
        {
            // Eq 16: g(x) = atan(pi x) / pi + 1/2
            case SurrogateKind.ArcTangent:
                return x.Times(MathF.PI).atan().Times(1f / MathF.PI).Plus(0.5);
            case SurrogateKind.Sigmoid:
                return x.Times(4).sigmoid();
            case SurrogateKind.FastSigmoid:
                return x.div(x.abs().Times(2).Plus(1)).Plus(0.5);
            // The integral of max(0, 1 - |x|) from -1 on
            default:
                Tensor y = x.Between(-1, 1);
                return y.mul(y.abs().Times(-0.5).Plus(1)).Plus(0.5);
        }
    }
}
