using SigProp.Tests.Persistence;

namespace SigProp.Tests.Networks;

/// <summary>A specification differs where any of its parts does, and a model file gives it back as it was.</summary>
public sealed class NetworkSpecEqualityTests
{
    private static readonly ImageShape s_image = new(2, 6, 6);

    private static readonly NetworkSpec s_start = NetworkSpec.Create(s_image, 3)
        .Add(new ConvolutionSpec(4)).Add(new PoolingSpec(PoolingKind.Max, 2)).Flatten().Dense(5).Build();

    private static readonly Dictionary<string, NetworkSpec> s_others = new()
    {
        ["as it was"] = s_start,
        ["Inputs"] = s_start with { Image = new(1, 6, 6), Inputs = 36 },
        ["Image"] = s_start with { Image = new(2, 4, 9) },
        ["Classes"] = s_start with { Classes = 4 },
        ["TopK"] = s_start with { TopK = 2 },
        ["Bins"] = s_start with { Bins = 5 },
        ["Loss"] = s_start with { Loss = LocalLossKind.PairsMaxOne },
        ["Head"] = s_start with { Head = HeadKind.Vote },
        ["OutputLoss"] = NetworkSpec.CreateRegression(3).Dense(4).LinearOutput(OutputLossKind.Huber).Build(),
        ["HuberDelta"] = NetworkSpec.CreateRegression(3).Dense(4).LinearOutput(OutputLossKind.Huber, 0.5f).Build(),
        ["a tree"] = s_start with { Head = HeadKind.NearestTarget, TreeBudget = 0 },
        ["a tree with a budget"] = s_start with { Head = HeadKind.NearestTarget, TreeBudget = 7 },
        ["Targets.Learned"] = Targets(new() { Learned = false }),
        ["Targets.Sparse"] = Targets(new() { Sparse = true }),
        ["Targets.Correction"] = Targets(new() { Kind = TargetGeneratorKind.CorrectedTargetLoop, Correction = 0.25f }) with { Loss = LocalLossKind.PairsByLabel },
        ["Targets.Kind"] = Targets(new() { Kind = TargetGeneratorKind.TargetInput }) with { Loss = LocalLossKind.PairsByLabel },
        ["another Targets.Kind"] = Targets(new() { Kind = TargetGeneratorKind.TargetLoop }) with { Loss = LocalLossKind.PairsByLabel },
        ["Channels"] = Convolution(new(6)),
        ["KernelHeight"] = Convolution(new(4) { KernelHeight = 2 }),
        ["KernelWidth"] = Convolution(new(4) { KernelWidth = 2 }),
        ["StrideHeight"] = Convolution(new(4) { StrideHeight = 2 }),
        ["StrideWidth"] = Convolution(new(4) { StrideWidth = 2 }),
        ["PaddingHeight"] = Convolution(new(4) { PaddingHeight = 2 }),
        ["PaddingWidth"] = Convolution(new(4) { PaddingWidth = 0 }),
        ["Groups"] = Convolution(new(4) { Groups = 2 }),
        ["SpatialDropout"] = Convolution(new(4) { SpatialDropout = 0.25f }),
        ["Dropout"] = Convolution(new(4) { Dropout = 0.25f }),
        ["BatchNormalization"] = Convolution(new(4) { BatchNormalization = true }),
        ["Activation"] = Convolution(new(4) { Activation = Activation.Tanh }),
        ["NegativeSlope"] = Convolution(new(4) { NegativeSlope = 0.5f }),
        ["a layer's Loss"] = Convolution(new(4) { Loss = LocalLossKind.PairsTopK }),
        ["Operation"] = s_start with { Layers = [new ConvolutionSpec(4), new PoolingSpec(PoolingKind.Average, 2), new FlattenSpec(), new DenseSpec(5)] },
        ["Stride"] = s_start with { Layers = [new ConvolutionSpec(4), new PoolingSpec(PoolingKind.Max, 2) { Stride = 1 }, new FlattenSpec(), new DenseSpec(5)] },
        ["Window"] = s_start with { Layers = [new ConvolutionSpec(4), new PoolingSpec(PoolingKind.Max, 3), new FlattenSpec(), new DenseSpec(5)] },
        ["Spiking"] = s_start with { Spiking = new() },
        ["Spiking.Steps"] = s_start with { Spiking = new() { Steps = 2 } },
        ["leaky neurons"] = s_start with
        {
            Spiking = new() { Neuron = SigProp.Spiking.NeuronKind.LeakyIntegrateAndFire, TimeConstant = 3f, Reset = SigProp.Spiking.NeuronReset.Soft },
        },
        ["another surrogate"] = s_start with { Spiking = new() { Surrogate = SigProp.Spiking.SurrogateKind.Triangle, SurrogateSlope = 2f, Threshold = 1f } },
        ["voltage"] = s_start with { Spiking = new() { LearningSignal = SigProp.Spiking.SpikingLearningSignal.Voltage, Input = SigProp.Spiking.SpikingInput.Latency } },
        ["Continuous"] = Coupled(new()),
        ["Continuous.Feedback"] = Coupled(new() { Feedback = SigProp.Continuous.ContinuousFeedback.Symmetric }),
        ["a fixed loop"] = Coupled(new() { Feedback = SigProp.Continuous.ContinuousFeedback.FixedLoop }),
        ["StepSize"] = Coupled(new() { StepSize = 0.25f }),
        ["FreeSteps"] = Coupled(new() { FreeSteps = 7 }),
        ["NudgedSteps"] = Coupled(new() { NudgedSteps = 6 }),
        ["Beta"] = Coupled(new() { Beta = -0.5f }),
        ["BetaSign"] = Coupled(new() { BetaSign = SigProp.Continuous.BetaSign.Alternating }),
        ["LearningRates"] = Coupled(new() { LearningRates = [0.2f, 0.05f] }),
        ["other LearningRates"] = Coupled(new() { LearningRates = [0.2f, 0.1f] }),
        ["LoopLearningRate"] = Coupled(new() { LoopLearningRate = 0.1f }),
        ["Tolerance"] = Coupled(new() { Tolerance = 1e-4f }),
        ["PersistentStates"] = Coupled(new() { PersistentStates = true }),
        ["LoopSignal"] = Coupled(new() { LoopSignal = SigProp.Continuous.LoopSignal.OutputAndTarget }),
        ["no flattening"] = s_start with { Layers = [new ConvolutionSpec(4), new PoolingSpec(PoolingKind.Max, 2), new DenseSpec(5)] },
        ["one value"] = NetworkSpec.CreateRegression(3).Dense(4).Bins(6).Build(),
        ["one value by a vote"] = NetworkSpec.CreateRegression(3).Dense(4).Bins(6).Head(HeadKind.Vote).Build(),
        ["several values"] = NetworkSpec.CreateRegression(3, 2).Dense(4).LinearOutput(OutputLossKind.Huber, 2f).Build(),
        ["as many values as inputs"] = NetworkSpec.CreateRegression(3, 3).Dense(4).Build(),
        ["shared targets"] = NetworkSpec.CreateRegression(3, 3).Dense(4).Targets(new TargetGeneratorSpec { Kind = TargetGeneratorKind.Shared }).Build(),
        ["sparse units"] = NetworkSpec.CreateRegression(3).Dense(4).Targets(new TargetGeneratorSpec { Sparse = true, SparseUnits = 2 }).Build(),
    };

    public static TheoryData<string> Names() => [.. s_others.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_gives_back_the_specification_and_what_it_makes(string name)
    {
        Network network = Network.Create(s_others[name], 3);
        Network loaded = ModelFiles.Load(ModelFiles.Bytes(new Model(network, [.. Enumerable.Range(0, network.ClassCount).Select(k => $"{k}")]))).Network;
        Assert.Equal(network.Spec, loaded.Spec);
        Assert.Equal(network.Spec.GetHashCode(), loaded.Spec.GetHashCode());
        Assert.Equal(network.Tensors, loaded.Tensors);
        Assert.Equal(Given.Tensors(network), Given.Tensors(loaded));
    }

    [Fact]
    public void No_two_of_these_are_equal()
    {
        foreach ((string name, NetworkSpec spec) in s_others)
        {
            Assert.Equal([name], s_others.Where(other => other.Value.Equals(spec)).Select(other => other.Key));
            Assert.Equal(spec, spec with { Layers = [.. spec.Layers.Select(l => l with { })] });
        }
    }

    private static NetworkSpec Coupled(SigProp.Continuous.ContinuousSpec continuous) => NetworkSpec.Create(4, 3).Dense(5).Continuous(continuous).Build();

    private static NetworkSpec Targets(TargetGeneratorSpec targets) => s_start with { Targets = targets };

    private static NetworkSpec Convolution(ConvolutionSpec convolution) => s_start with { Layers = [convolution, .. s_start.Layers.Skip(1)] };
}
