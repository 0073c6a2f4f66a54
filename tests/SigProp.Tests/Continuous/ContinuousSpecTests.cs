using SigProp.Continuous;
using SigProp.Optimizers;
using SigProp.Tests.Spiking;
using SigProp.Training;

namespace SigProp.Tests.Continuous;

/// <summary>The defaults are what they are said to be; what cannot work is refused with the reason, all at once.</summary>
public sealed class ContinuousSpecTests
{
    [Fact]
    public void The_defaults()
    {
        var spec = new ContinuousSpec();
        Assert.Equal((ContinuousFeedback.LearnedLoop, BetaSign.Random, LoopSignal.Output), (spec.Feedback, spec.BetaSign, spec.LoopSignal));
        Assert.Equal((0.5f, 20, 1f, 0f, false), (spec.StepSize, spec.FreeSteps, spec.Beta, spec.Tolerance, spec.PersistentStates));
        Assert.Equal((6, 8), (spec.EffectiveNudgedSteps(1), spec.EffectiveNudgedSteps(2)));
        Assert.Equal([0.2f, 0.05f, 0.05f], [spec.RateOf(0, 1), spec.RateOf(1, 1), spec.LoopLearningRate]);
        Assert.Equal([0.2f, 0.1f, 0.05f], [spec.RateOf(0, 2), spec.RateOf(1, 2), spec.RateOf(2, 2)]);
    }

    public static TheoryData<ContinuousSpec, string> Unsound() => new()
    {
        { new() { StepSize = 0f }, "StepSize is 0; it must lie in (0, 1]" },
        { new() { StepSize = 1.5f }, "StepSize is 1.5" },
        { new() { StepSize = float.NaN }, "StepSize is NaN" },
        { new() { FreeSteps = 0 }, "FreeSteps is 0" },
        { new() { NudgedSteps = 0 }, "NudgedSteps is 0" },
        { new() { Beta = 0f }, "Beta is 0" },
        { new() { Beta = float.PositiveInfinity }, "Beta is" },
        { new() { LearningRates = [0.1f] }, "LearningRates has 1 values; it needs 2" },
        { new() { LearningRates = [0.1f, 0f] }, "LearningRates holds 0" },
        { new() { LoopLearningRate = -1f }, "LoopLearningRate holds -1" },
        { new() { Tolerance = -0.1f }, "Tolerance is -0.1" },
        { new() { Feedback = (ContinuousFeedback)9 }, "Feedback 9 is unknown" },
        { new() { BetaSign = (BetaSign)9 }, "BetaSign 9 is unknown" },
        { new() { LoopSignal = (LoopSignal)9 }, "LoopSignal 9 is unknown" },
        { new() { Feedback = ContinuousFeedback.Symmetric, LoopSignal = LoopSignal.OutputAndTarget }, "there is no loop" },
    };

    [Theory]
    [MemberData(nameof(Unsound))]
    public void What_is_unsound_is_refused(ContinuousSpec continuous, string why)
    {
        var exception = Assert.Throws<ConfigurationException>(() => ContinuousNetworks.One(continuous));
        Assert.Contains(why, Assert.Single(exception.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_is_told_at_once()
        => Assert.Equal(5, Assert.Throws<ConfigurationException>(() => ContinuousNetworks.One(
            new() { StepSize = 2f, FreeSteps = 0, NudgedSteps = -1, Beta = 0f, Tolerance = -1f })).Errors.Count);

    public static TheoryData<NetworkSpecBuilder, string> Misfits() => new()
    {
        { NetworkSpec.Create(4, 2).Continuous().Dense(3, Activation.Tanh), "Layer 1: Activation is Tanh" },
        { NetworkSpec.Create(4, 2).Continuous().Add(new DenseSpec(3) { NegativeSlope = 0.2f }), "Layer 1: NegativeSlope is 0.2" },
        { NetworkSpec.Create(4, 2).Continuous().Dense(3, dropout: 0.1f), "Layer 1: Dropout is 0.1" },
        { NetworkSpec.Create(4, 2).Continuous().Dense(3, batchNormalization: true), "Layer 1: BatchNormalization is True" },
        { NetworkSpec.Create(4, 2).Continuous().Dense(3, loss: LocalLossKind.PairsByLabel), "Layer 1: Loss is PairsByLabel" },
        { NetworkSpec.Create(new ImageShape(1, 4, 4), 2).Continuous().Convolution(3), "Layer 1: ConvolutionSpec" },
        { NetworkSpec.Create(4, 2).Continuous().Dense(3).Targets(learned: false), "Targets is" },
        { NetworkSpec.Create(4, 2).Continuous().Dense(3).Loss(LocalLossKind.PairsByLabel), "Loss is PairsByLabel" },
        { NetworkSpec.Create(4, 2).Continuous().Dense(3).Head(HeadKind.NearestTarget), "Head is NearestTarget" },
        { NetworkSpec.Create(4, 2).Continuous().Dense(3).Spiking(), "a network is one or the other" },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void What_does_not_go_with_coupled_states_is_refused(NetworkSpecBuilder builder, string why)
        => Assert.Contains(why, Assert.Single(Assert.Throws<ConfigurationException>(builder.Build).Errors), StringComparison.Ordinal);

    [Fact]
    public void A_regression_is_refused()
        => Assert.Contains("tells classes apart", string.Concat(Assert.Throws<ConfigurationException>(
            NetworkSpec.CreateRegression(4).Continuous().Dense(3).Build).Errors), StringComparison.Ordinal);

    [Fact]
    public void Options_that_would_go_unused_are_refused_together()
    {
        var options = new TrainingOptions
        {
            Rule = LearningRuleKind.Backpropagation,
            Optimizer = new SgdSpec { LearningRate = 0.1f },
            Pipeline = PipelineMode.On,
            Threads = 2,
        };
        var exception = Assert.Throws<ConfigurationException>(() => new Trainer(options).Train(ContinuousNetworks.One(), SpikingNetworks.Rows(30)));
        Assert.Contains(exception.Errors, e => e.StartsWith("Rule is Backpropagation", StringComparison.Ordinal));
        Assert.Contains(exception.Errors, e => e.StartsWith("Optimizer is SgdSpec", StringComparison.Ordinal));
        Assert.Contains(exception.Errors, e => e.StartsWith("Pipeline is On", StringComparison.Ordinal));
    }

    [Fact]
    public void There_are_no_exits()
    {
        Network network = Network.Create(ContinuousNetworks.Two());
        Assert.False(network.HasExits);
        Assert.Equal(2, network.LayerCount);
        Assert.Equal((40 * 36) + 40 + (30 * 40) + 30 + (3 * 30) + 3 + (40 * 3), network.ParameterCount);
        Assert.ThrowsAny<Exception>(() => network.PredictAtExit(new float[36], new float[3], 1));
    }
}
