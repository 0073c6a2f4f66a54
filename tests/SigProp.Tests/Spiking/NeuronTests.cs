using SigProp.Numerics;
using SigProp.Spiking;

namespace SigProp.Tests.Spiking;

/// <summary>Neurons charge, fire and reset as worked out by hand, in vectors and in the remainder alike.</summary>
public sealed class NeuronTests
{
    private const float Threshold = 0.5f;

    public static TheoryData<NeuronKind, NeuronReset, float[], float[]> Sequences() => new()
    {
        // currents, voltages after charging
        { NeuronKind.IntegrateAndFire, NeuronReset.Hard, [0.25f, 0.125f, 0.25f, 0.25f], [0.25f, 0.375f, 0.625f, 0.25f] },
        { NeuronKind.IntegrateAndFire, NeuronReset.Hard, [0.5f, -1f, 2f, 0.25f], [0.5f, -1f, 1f, 0.25f] },
        { NeuronKind.IntegrateAndFire, NeuronReset.Soft, [0.25f, 0.125f, 0.25f, 0.25f], [0.25f, 0.375f, 0.625f, 0.375f] },
        { NeuronKind.IntegrateAndFire, NeuronReset.Soft, [2f, 0f, 0f, 0f], [2f, 1.5f, 1f, 0.5f] },
        { NeuronKind.LeakyIntegrateAndFire, NeuronReset.Hard, [0.5f, 0.5f, 1f, 0.5f], [0.25f, 0.375f, 0.6875f, 0.25f] },
        { NeuronKind.LeakyIntegrateAndFire, NeuronReset.Soft, [0.5f, 0.5f, 1f, 0.5f], [0.25f, 0.375f, 0.6875f, 0.34375f] },
    };

    [Theory]
    [MemberData(nameof(Sequences))]
    public void Voltages_are_those_worked_out_by_hand(NeuronKind kind, NeuronReset reset, float[] currents, float[] voltages)
    {
        var spec = new SpikingSpec { Neuron = kind, Reset = reset, Threshold = Threshold };
        foreach (int width in new[] { 1, 70, 130 })
        {
            const int Samples = 3;
            int steps = currents.Length;
            var signal = new MatrixView(new float[Samples * steps * width], Samples, steps * width);
            for (int i = 0; i < signal.Elements.Length; i++)
            {
                signal.Elements[i] = currents[i / width % steps];
            }

            using var context = new ComputeContext(2);
            ChargeNeurons.Run(context, Neuron.Of(spec), signal, steps, isConstant: false);
            Assert.Equal(Enumerable.Range(0, signal.Elements.Length).Select(i => voltages[i / width % steps]), signal.Elements.ToArray());
            FireNeurons.Run(context, Threshold, signal);
            Assert.Equal(
                Enumerable.Range(0, signal.Elements.Length).Select(i => voltages[i / width % steps] >= Threshold ? 1f : 0f), signal.Elements.ToArray());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(300)]
    public void A_constant_current_is_the_same_current_at_every_step(int width)
    {
        const int Samples = 7, Count = 4;
        float[] currents = Given.Uniform(Samples * width);
        float[] memory = new float[Samples * Count * width], expanded = new float[memory.Length];
        currents.CopyTo(memory, 0);
        for (int i = 0; i < expanded.Length; i++)
        {
            expanded[i] = currents[(i / (Count * width) * width) + (i % width)];
        }

        using var context = new ComputeContext(2);
        ChargeNeurons.Run(context, Neuron.Of(new SpikingSpec()), new MatrixView(memory, Samples, Count * width), Count, isConstant: true);
        ChargeNeurons.Run(context, Neuron.Of(new SpikingSpec()), new MatrixView(expanded, Samples, Count * width), Count, isConstant: false);
        Assert.Equal(expanded, memory);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(200)]
    public void The_gradient_of_a_constant_current_is_the_sum_over_the_steps(int width)
    {
        const int Samples = 5, Count = 3;
        float[] gradient = Given.Uniform(Samples * Count * width), before = [.. gradient];
        using var context = new ComputeContext(2);
        MatrixView sums = SumSteps.Run(context, new MatrixView(gradient, Samples, Count * width), Count);
        for (int i = 0; i < Samples; i++)
        {
            for (int j = 0; j < width; j++)
            {
                Assert.Equal(Enumerable.Range(0, Count).Sum(t => before[(((i * Count) + t) * width) + j]), sums[i, j], 1e-6f);
            }
        }
    }
}
