using SigProp.Continuous;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Tests.Continuous;

/// <summary>What a continuous network cannot be is refused, all of it at once.</summary>
public sealed class ContinuousSpecTests
{
    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var exception = Assert.Throws<ConfigurationException>(() => NetworkSpec.Create(4, 3).Dense(5, Activation.Tanh, dropout: 0.1f, batchNormalization: true)
            .Head(HeadKind.Vote).Loss(LocalLossKind.PairsByLabel).Targets(learned: false).Continuous(new ContinuousSpec
            {
                Beta = 0,
                StepSize = 1.5f,
                FreeSteps = 0,
                NudgedSteps = 0,
                LearningRates = [0.1f, -1f, 0.1f],
                LoopLearningRate = float.NaN,
                Tolerance = -1,
                Feedback = ContinuousFeedback.Symmetric,
                LoopSignal = LoopSignal.CorrectedOutput,
            }).Build());
        string[] expected =
        [
            "Beta is 0", "StepSize is 1.5", "FreeSteps is 0", "NudgedSteps is 0", "LearningRates has 3 values; it needs 2", "LearningRates holds -1",
            "LoopLearningRate is NaN", "Tolerance is -1", "LoopSignal is CorrectedOutput", "Activation is Tanh", "Dropout is 0.1", "BatchNormalization is True",
            "Head is Vote", "Loss is PairsByLabel", "Targets is TargetOnly",
        ];
        Assert.All(expected, text => Assert.Contains(exception.Errors, e => e.Contains(text, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-0.5f)]
    [InlineData(1.01f)]
    [InlineData(float.NaN)]
    public void A_step_size_outside_its_range_is_refused(float step)
        => Assert.Throws<ConfigurationException>(() => NetworkSpec.Create(4, 3).Dense(5).Continuous(new ContinuousSpec { StepSize = step }).Build());

    [Theory]
    [InlineData(1f, 0.5f, BetaSign.Random, true)]
    [InlineData(1f, 0.6f, BetaSign.Random, false)]
    [InlineData(0.5f, -1.6f, BetaSign.Alternating, false)]
    [InlineData(1f, 1f, BetaSign.Negative, true)]
    public void Steps_that_overshoot_the_target_are_refused(float step, float beta, BetaSign sign, bool isSound)
    {
        NetworkSpec spec = NetworkSpec.Create(4, 3).Dense(5).Build() with { Continuous = new ContinuousSpec { StepSize = step, Beta = beta, BetaSign = sign } };
        Assert.Equal(isSound, !spec.Validate().Any(e => e.Contains("overshoot the target", StringComparison.Ordinal)));
    }

    [Fact]
    public void Training_options_that_it_would_not_use_are_refused()
    {
        NetworkSpec spec = NetworkSpec.Create(4, 3).Dense(5).Continuous().Build();
        var options = new TrainingOptions { Rule = LearningRuleKind.Backpropagation, Optimizer = new SgdSpec() };
        var exception = Assert.Throws<ConfigurationException>(() => new Trainer(options).Train(spec, Given.Clouds(30)));
        Assert.Contains(exception.Errors, e => e.StartsWith("Rule is Backpropagation", StringComparison.Ordinal));
        Assert.Contains(exception.Errors, e => e.StartsWith("Optimizer is SgdSpec", StringComparison.Ordinal));
        exception = Assert.Throws<ConfigurationException>(() => new Trainer(new TrainingOptions { Pipeline = PipelineMode.On, Threads = 2 })
            .Train(spec, Given.Clouds(30)));
        Assert.Contains(exception.Errors, e => e.StartsWith("Pipeline is On", StringComparison.Ordinal));
    }

    [Fact]
    public void Specifications_that_say_the_same_are_equal()
    {
        Assert.Equal(new ContinuousSpec { LearningRates = [1f, 2f] }, new ContinuousSpec { LearningRates = [1f, 2f] });
        Assert.NotEqual(new ContinuousSpec { LearningRates = [1f, 2f] }, new ContinuousSpec { LearningRates = [1f, 3f] });
        Assert.NotEqual(NetworkSpec.Create(4, 3).Dense(5).Continuous().Build(), NetworkSpec.Create(4, 3).Dense(5).Build());
    }
}
