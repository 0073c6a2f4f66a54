using SigProp.Continuous;
using SigProp.Learning;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.Tests.Spiking;
using SigProp.Training;

namespace SigProp.Tests.Continuous;

/// <summary>Small continuous networks for the rows of <see cref="SpikingNetworks.Rows"/>, of every kind.</summary>
internal static class ContinuousNetworks
{
    public static readonly TrainingOptions Options = new() { Epochs = 15, ValidationFraction = 0, Threads = 2, Seed = 3 };

    public static NetworkSpec One(ContinuousSpec? continuous = null)
        => NetworkSpec.Create(SpikingNetworks.Width, 3).Continuous(continuous).Dense(40).Build();

    public static NetworkSpec Two(ContinuousSpec? continuous = null)
        => NetworkSpec.Create(SpikingNetworks.Width, 3).Continuous(continuous).Dense(40).Dense(30).Build();

    /// <summary>Every kind, by name.</summary>
    public static Dictionary<string, NetworkSpec> All() => new()
    {
        ["loop"] = One(),
        ["loop, two states"] = Two(),
        ["three states"] = NetworkSpec.Create(SpikingNetworks.Width, 3).Continuous().Dense(40).Dense(30).Dense(30).Build(),
        ["fixed loop"] = One(new() { Feedback = ContinuousFeedback.FixedLoop }),
        ["symmetric"] = One(new() { Feedback = ContinuousFeedback.Symmetric }),
        ["symmetric, two states"] = Two(new() { Feedback = ContinuousFeedback.Symmetric }),
        ["towards"] = One(new() { BetaSign = BetaSign.Positive, Beta = 0.5f }),
        ["away"] = One(new() { BetaSign = BetaSign.Negative, Beta = 0.1f }),
        ["in turn"] = One(new() { BetaSign = BetaSign.Alternating }),
        ["output and target"] = One(new() { LoopSignal = LoopSignal.OutputAndTarget }),
        ["corrected output"] = One(new() { LoopSignal = LoopSignal.CorrectedOutput, Beta = 0.5f }),
        ["tolerance"] = One(new() { Tolerance = 1e-4f, FreeSteps = 100, NudgedSteps = 30 }),
        ["persistent"] = One(new() { PersistentStates = true }),
        ["rates"] = One(new() { LearningRates = [0.1f, 0.1f], LoopLearningRate = 0.02f, StepSize = 1f, Beta = 0.4f }),
    };

    /// <summary>The rule, with the rates of the specification.</summary>
    public static HebbianLearning Rule(Network network, ComputeContext context, int batchSize)
    {
        float rate = network.Spec.Continuous!.RateOf(0, network.LayerCount);
        return (HebbianLearning)Given.Rule(LearningRuleKind.SignalPropagation, network, context, batchSize, new SgdSpec { LearningRate = rate });
    }
}
