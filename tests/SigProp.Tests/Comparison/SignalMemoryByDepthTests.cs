using SigProp.Comparison;
using SigProp.Continuous;
using SigProp.Spiking;
using SigProp.Training;

namespace SigProp.Tests.Comparison;

/// <summary>Memory for signals by depth, without training.</summary>
public sealed class SignalMemoryByDepthTests
{
    private static readonly NetworkSpec s_spec = NetworkSpec.Create(64, 10).Dense(48).Dense(32).Build();

    [Fact]
    public void Signal_propagation_is_flat_and_backpropagation_grows()
    {
        IReadOnlyList<DepthMemory> sp = ByDepth(s_spec, LearningRuleKind.SignalPropagation), bp = ByDepth(s_spec, LearningRuleKind.Backpropagation);
        Assert.Equal([1, 2, 4, 8], sp.Select(d => d.Layers));
        Assert.Equal(sp[1].SignalBytes, sp[3].SignalBytes);
        Assert.Equal(2 * (bp[2].SignalBytes - bp[1].SignalBytes), bp[3].SignalBytes - bp[2].SignalBytes);
        Assert.True(bp[3].SignalBytes - bp[2].SignalBytes >= 4 * 128 * 32 * sizeof(float));
    }

    [Theory]
    [InlineData(LearningRuleKind.SignalPropagation)]
    [InlineData(LearningRuleKind.Backpropagation)]
    [InlineData(LearningRuleKind.Shallow)]
    public void The_bytes_are_those_that_training_tells(LearningRuleKind rule)
    {
        var options = new TrainingOptions { Rule = rule, BatchSize = 16, Epochs = 1, Pipeline = PipelineMode.Off };
        long told = new Trainer(options).Train(s_spec with { Inputs = 4, Classes = 3 }, Given.Clouds(64)).Report.SignalBytes;
        Assert.Equal(told, SignalMemory.ByDepth(s_spec with { Inputs = 4, Classes = 3 }, options, 2).Single().SignalBytes);
    }

    [Fact]
    public void Spiking_and_continuous_networks_have_depth_too()
    {
        Assert.Equal(4, ByDepth(s_spec with { Spiking = new SpikingSpec() }, LearningRuleKind.SignalPropagation).Count);
        Assert.Equal(4, ByDepth(s_spec with { Continuous = new ContinuousSpec() }, LearningRuleKind.SignalPropagation).Count);
        var chosen = new ContinuousSpec { NudgedSteps = 4, LearningRates = [0.3f, 0.2f, 0.1f] };
        IReadOnlyList<DepthMemory> memory = ByDepth(s_spec with { Continuous = chosen }, LearningRuleKind.SignalPropagation);
        Assert.True(memory[3].SignalBytes > memory[0].SignalBytes);
    }

    [Fact]
    public void It_stops_before_40_million_parameters()
    {
        NetworkSpec wide = NetworkSpec.Create(1000, 10).Dense(4000).Build();
        Assert.Equal([1, 2], SignalMemory.ByDepth(wide, new TrainingOptions(), 1, 2, 4, 1).Select(d => d.Layers));
    }

    [Fact]
    public void Other_layers_have_no_depth_to_vary()
    {
        var image = new ImageShape(1, 8, 8);
        Assert.Empty(SignalMemory.ByDepth(NetworkSpec.Create(image, 10).Convolution(4).Dense(8).Build(), new TrainingOptions(), 1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => SignalMemory.ByDepth(s_spec, new TrainingOptions(), 0));
        Assert.Throws<ConfigurationException>(() => SignalMemory.ByDepth(s_spec with { Classes = 1 }, new TrainingOptions(), 1));
    }

    private static IReadOnlyList<DepthMemory> ByDepth(NetworkSpec spec, LearningRuleKind rule)
        => SignalMemory.ByDepth(spec, new TrainingOptions { Rule = rule }, 1, 2, 4, 8);
}
