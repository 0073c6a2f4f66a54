using SigProp.Numerics;
using SigProp.Spiking;

namespace SigProp.Tests.Spiking;

/// <summary>Back through time with a surrogate is the gradient of neurons that give the surrogate for the spike and reset where they did.</summary>
public sealed class BackThroughTimeTests
{
    [Theory]
    [InlineData(NeuronKind.IntegrateAndFire, NeuronReset.Hard)]
    [InlineData(NeuronKind.IntegrateAndFire, NeuronReset.Soft)]
    [InlineData(NeuronKind.LeakyIntegrateAndFire, NeuronReset.Hard)]
    [InlineData(NeuronKind.LeakyIntegrateAndFire, NeuronReset.Soft)]
    public void It_is_the_gradient_of_the_smoothed_neurons(NeuronKind kind, NeuronReset reset)
    {
        const int Samples = 2, Count = 5, Width = 19;
        var spec = new SpikingSpec { Neuron = kind, Reset = reset, Steps = Count };
        float[] currents = Given.Uniform(Samples * Count * Width), weights = Given.Uniform(currents.Length, seed: 2), voltages = [.. currents];
        var view = new MatrixView(voltages, Samples, Count * Width);
        using var context = new ComputeContext(2);
        ChargeNeurons.Run(context, Neuron.Of(spec), view, Count, isConstant: false);
        bool[] fired = [.. voltages.Select(v => v >= spec.Threshold)];
        Assert.Contains(true, fired);

        // L = sum c s, so that dL/ds is c
        float[] gradient = [.. weights];
        BackThroughTime.Run(context, Neuron.Of(spec), SpikeReading.Of(spec), view, new MatrixView(gradient, Samples, Count * Width), Count);
        for (int i = 0; i < currents.Length; i++)
        {
            const double Step = 1e-5;
            double slope = (Loss(i, Step) - Loss(i, -Step)) / (2 * Step);
            Assert.Equal(slope, gradient[i], 1e-4);
        }

        double Loss(int changed, double by)
        {
            double loss = 0, gain = kind == NeuronKind.LeakyIntegrateAndFire ? 1.0 / spec.TimeConstant : 1;
            double keep = kind == NeuronKind.LeakyIntegrateAndFire ? 1 - gain : 1;
            for (int unit = 0; unit < Samples * Width; unit++)
            {
                double u = 0;
                for (int t = 0; t < Count; t++)
                {
                    int at = (((unit / Width * Count) + t) * Width) + (unit % Width);
                    double v = (keep * u) + (gain * (currents[at] + (at == changed ? by : 0)));
                    loss += weights[at] * ((Math.Atan(Math.PI * (v - spec.Threshold)) / Math.PI) + 0.5);
                    u = !fired[at] ? v : reset == NeuronReset.Soft ? v - spec.Threshold : 0;
                }
            }

            return loss;
        }
    }
}
