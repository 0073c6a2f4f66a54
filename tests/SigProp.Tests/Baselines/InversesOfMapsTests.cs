using SigProp.Data;
using SigProp.Training;

namespace SigProp.Tests.Baselines;

/// <summary>What has no inverse is refused by name before anything is learned.</summary>
public sealed class InversesOfMapsTests
{
    [Fact]
    public void Convolutions_have_none()
    {
        NetworkSpec spec = NetworkSpec.Create(new ImageShape(1, 2, 2), 3).Convolution(4).Dense(5).Build();
        Assert.Contains("the network has a ConvolutionSpec", Assert.Single(Errors(spec, LearningRuleKind.DifferenceTargetPropagation)), StringComparison.Ordinal);
    }

    private static string[] Errors(NetworkSpec spec, LearningRuleKind rule, PipelineMode pipeline = PipelineMode.Auto)
    {
        Dataset data = Given.Clouds(40);
        var trainer = new Trainer(new TrainingOptions { Rule = rule, Pipeline = pipeline, Threads = 2 });
        return [.. Assert.Throws<ConfigurationException>(() => trainer.Train(spec, data)).Errors];
    }
}
