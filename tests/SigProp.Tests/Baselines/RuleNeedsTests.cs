using SigProp.Data;
using SigProp.Training;

namespace SigProp.Tests.Baselines;

/// <summary>What a rule cannot train is refused by name before anything is learned, all at once.</summary>
public sealed class RuleNeedsTests
{
    public static TheoryData<LearningRuleKind> Rules() =>
        [LearningRuleKind.DifferenceTargetPropagation, LearningRuleKind.ErrorForwardPropagation, LearningRuleKind.SyntheticGradients];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_head_without_learning_and_a_pipeline(LearningRuleKind rule)
    {
        string[] errors = Errors(NetworkSpec.Create(4, 3).Dense(5).Dense(4).Head(HeadKind.NearestTarget).Build(), rule, PipelineMode.On);
        Assert.Equal(2, errors.Length);
        Assert.StartsWith("Pipeline is On; ", errors[0], StringComparison.Ordinal);
        Assert.Contains(rule.ToString(), errors[0], StringComparison.Ordinal);
        Assert.StartsWith($"Rule is {rule}; ", errors[1], StringComparison.Ordinal);
        Assert.EndsWith("choose HeadKind.Classifier.", errors[1], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Spikes_and_coupled_states(LearningRuleKind rule)
    {
        NetworkSpecBuilder builder = NetworkSpec.Create(4, 3).Dense(5).Dense(4);
        Assert.StartsWith($"Rule is {rule}", Assert.Single(Errors(builder.Spiking().Build(), rule)), StringComparison.Ordinal);
        Assert.StartsWith(
            $"Rule is {rule}; a continuous network", Assert.Single(Errors(NetworkSpec.Create(4, 3).Dense(5).Continuous().Build(), rule)), StringComparison.Ordinal);
    }

    [Fact]
    public void Inverses_of_convolutions()
    {
        NetworkSpec spec = NetworkSpec.Create(new ImageShape(1, 2, 2), 3).Convolution(4).Dense(5).Build();
        Assert.Contains("the network has convolutions", Assert.Single(Errors(spec, LearningRuleKind.DifferenceTargetPropagation)), StringComparison.Ordinal);
    }

    private static string[] Errors(NetworkSpec spec, LearningRuleKind rule, PipelineMode pipeline = PipelineMode.Auto)
    {
        Dataset data = Given.Clouds(40);
        var trainer = new Trainer(new TrainingOptions { Rule = rule, Pipeline = pipeline, Threads = 2 });
        return [.. Assert.Throws<ConfigurationException>(() => trainer.Train(spec, data)).Errors];
    }
}
