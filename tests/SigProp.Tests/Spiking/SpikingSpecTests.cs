using SigProp.Data;
using SigProp.Numerics;
using SigProp.Spiking;
using SigProp.Training;

namespace SigProp.Tests.Spiking;

/// <summary>The defaults are the paper's; what cannot work is refused with the reason, all at once.</summary>
public sealed class SpikingSpecTests
{
    [Fact]
    public void The_defaults_are_the_papers()
    {
        var spec = new SpikingSpec();
        Assert.Equal((4, 0.5f, 2f, 1f), (spec.Steps, spec.Threshold, spec.TimeConstant, spec.SurrogateSlope));
        Assert.Equal((NeuronKind.IntegrateAndFire, NeuronReset.Hard, SpikingInput.ConstantCurrent), (spec.Neuron, spec.Reset, spec.Input));
        Assert.Equal((SpikingLearningSignal.Surrogate, SurrogateKind.ArcTangent), (spec.LearningSignal, spec.Surrogate));
    }

    public static TheoryData<SpikingSpec, string> Unsound() => new()
    {
        { new() { Steps = 0 }, "Steps is 0" },
        { new() { Threshold = 0f }, "Threshold is 0" },
        { new() { Threshold = -1f }, "Threshold is -1" },
        { new() { Threshold = float.NaN }, "Threshold is NaN" },
        { new() { Neuron = NeuronKind.LeakyIntegrateAndFire, TimeConstant = 1f }, "TimeConstant is 1" },
        { new() { TimeConstant = 3f }, "does not leak" },
        { new() { SurrogateSlope = 0f }, "SurrogateSlope is 0" },
        { new() { LearningSignal = SpikingLearningSignal.Voltage, Surrogate = SurrogateKind.Sigmoid }, "uses none" },
        { new() { LearningSignal = SpikingLearningSignal.Voltage, SurrogateSlope = 2f }, "uses none" },
        { new() { Neuron = (NeuronKind)9 }, "Neuron 9 is unknown" },
        { new() { Reset = (NeuronReset)9 }, "Reset 9 is unknown" },
        { new() { Surrogate = (SurrogateKind)9 }, "Surrogate 9 is unknown" },
        { new() { LearningSignal = (SpikingLearningSignal)9 }, "LearningSignal 9 is unknown" },
        { new() { Input = (SpikingInput)9 }, "Input 9 is unknown" },
        { new() { Input = SpikingInput.TimeSeries, Steps = 5 }, "no multiple of the 5 Steps" },
    };

    [Theory]
    [MemberData(nameof(Unsound))]
    public void What_is_unsound_is_refused(SpikingSpec spiking, string why)
    {
        var exception = Assert.Throws<ConfigurationException>(() => SpikingNetworks.Dense(spiking).Build());
        Assert.Contains(why, Assert.Single(exception.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_is_told_at_once()
        => Assert.Equal(3, Assert.Throws<ConfigurationException>(
            () => SpikingNetworks.Dense(new() { Steps = 0, Threshold = -1f, SurrogateSlope = -1f }).Build()).Errors.Count);

    public static TheoryData<NetworkSpecBuilder, string> Misfits() => new()
    {
        { NetworkSpec.Create(4, 2).Spiking().Dense(3, Activation.Tanh), "Layer 1: Activation is Tanh" },
        { NetworkSpec.Create(4, 2).Spiking().Add(new DenseSpec(3) { NegativeSlope = 0.2f }), "Layer 1: NegativeSlope is 0.2" },
        { NetworkSpec.Create(4, 2).Spiking().Dense(8).Targets(new TargetGeneratorSpec { Sparse = true }), "Sparse" },
        { NetworkSpec.Create(4, 2).Spiking().Dense(3).TargetTree(), "TreeBudget is set" },
        {
            NetworkSpec.Create(4, 2).Spiking().Dense(3).Loss(LocalLossKind.PairsByLabel)
                .Targets(new TargetGeneratorSpec { Kind = TargetGeneratorKind.TargetInput }), "Targets TargetInput"
        },
        { NetworkSpec.Create(new ImageShape(2, 2, 2), 2).Spiking(new() { Input = SpikingInput.TimeSeries }).Dense(3), "the image's channels are 2" },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void What_does_not_go_with_spikes_is_refused(NetworkSpecBuilder builder, string why)
        => Assert.Contains(why, Assert.Single(Assert.Throws<ConfigurationException>(builder.Build).Errors), StringComparison.Ordinal);

    [Fact]
    public void Voltage_does_not_go_back_through_time()
    {
        NetworkSpec spec = SpikingNetworks.Dense(new() { LearningSignal = SpikingLearningSignal.Voltage }).Build();
        var exception = Assert.Throws<ConfigurationException>(
            () => new Trainer(new TrainingOptions { Rule = LearningRuleKind.Backpropagation }).Train(spec, SpikingNetworks.Rows(30)));
        Assert.Contains("needs a surrogate", Assert.Single(exception.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SpikingInput.PoissonRate)]
    [InlineData(SpikingInput.Latency)]
    public void A_spike_code_takes_features_from_0_to_1(SpikingInput input)
    {
        NetworkSpec spec = NetworkSpec.Create(2, 2).Spiking(new() { Input = input }).Dense(3).Build();
        foreach (float wrong in new[] { -0.5f, 1.5f })
        {
            var training = Assert.Throws<ArgumentException>(() => new Trainer().Train(spec, new Dataset([0f, 1f, wrong, 0.5f], 2, [0, 1], 2)));
            Assert.Contains($"the feature {wrong}", training.Message, StringComparison.Ordinal);
            var predicting = Assert.Throws<ArgumentException>(() => Network.Create(spec).Predict([0f, wrong], new float[2]));
            Assert.Contains($"A feature is {wrong}", predicting.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Codes_are_what_they_are_said_to_be()
    {
        float[] rates = [0f, 0.25f, 1f], latencies = [0f, 1f, 0.75f, 0.5f, 0.01f];
        var rate = new RateCode(ImageShape.Flat(3), 4000);
        var spikes = new MatrixView(new float[12000], 1, 12000);
        using var context = new ComputeContext(1);
        rate.Forward(context, new Signal(new MatrixView(rates, 1, 3), default), new Signal(spikes, default), null);
        double[] means = [.. Enumerable.Range(0, 3).Select(j => Enumerable.Range(0, 4000).Average(t => spikes.Elements[(3 * t) + j]))];
        Assert.Equal((0.0, 1.0), (means[0], means[2]));
        Assert.Equal(0.25, means[1], 0.03);

        var output = new MatrixView(new float[20], 1, 20);
        new LatencyCode(ImageShape.Flat(5), 4).Forward(
            context, new Signal(new MatrixView(latencies, 1, 5), default), new Signal(output, default), null);
        Assert.Equal([0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1], output.Elements.ToArray());
    }
}
