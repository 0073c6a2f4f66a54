using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Tests.Learning;

public sealed class EveryRuleLearnsTests
{
    // A random layer of this width, left as drawn, is enough for a classifier to tell these apart.
    private static readonly NetworkSpec s_spec = NetworkSpec.Create(2, 2).Dense(48, Activation.Tanh).Dense(24).Build();

    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 30,
        BatchSize = 16,
        Optimizer = new AdamSpec { LearningRate = 0.02f },
        ValidationFraction = 0,
        Threads = 1,
    };

    [Theory]
    [InlineData(LearningRuleKind.SignalPropagation, 0.98)]
    [InlineData(LearningRuleKind.Backpropagation, 0.98)]
    [InlineData(LearningRuleKind.Shallow, 0.9)]
    [InlineData(LearningRuleKind.DifferenceTargetPropagation, 0.98)]
    [InlineData(LearningRuleKind.ErrorForwardPropagation, 0.95)]
    [InlineData(LearningRuleKind.SyntheticGradients, 0.98)]
    [InlineData(LearningRuleKind.FeedbackAlignment, 0.98)]
    [InlineData(LearningRuleKind.DirectFeedbackAlignment, 0.98)]
    [InlineData(LearningRuleKind.LocalLearning, 0.98)]
    [InlineData(LearningRuleKind.LocalLearningFeedbackAlignment, 0.98)]
    public void Two_moons(LearningRuleKind rule, double least)
    {
        Network network = new Trainer(s_options with { Rule = rule }).Train(s_spec, Given.Moons(400)).Network;
        double accuracy = Evaluation.Of(network, Given.Moons(400, seed: 2)).Accuracy;
        Assert.True(accuracy >= least, $"{rule}: {accuracy}");
        if (rule == LearningRuleKind.SignalPropagation)
        {
            Assert.True(Evaluation.Of(network, Given.Moons(400, seed: 2), exit: 1).Accuracy >= 0.9);
        }
    }

    [Theory]
    [InlineData(LearningRuleKind.SignalPropagation)]
    [InlineData(LearningRuleKind.Backpropagation)]
    [InlineData(LearningRuleKind.Shallow)]
    [InlineData(LearningRuleKind.DifferenceTargetPropagation)]
    [InlineData(LearningRuleKind.ErrorForwardPropagation)]
    [InlineData(LearningRuleKind.SyntheticGradients)]
    [InlineData(LearningRuleKind.FeedbackAlignment)]
    [InlineData(LearningRuleKind.DirectFeedbackAlignment)]
    [InlineData(LearningRuleKind.LocalLearning)]
    [InlineData(LearningRuleKind.LocalLearningFeedbackAlignment)]
    public void Exclusive_or(LearningRuleKind rule)
    {
        Dataset data = Given.Xor();
        TrainingResult result = new Trainer(s_options with { Rule = rule }).Train(s_spec, data);
        Evaluation evaluation = Evaluation.Of(result.Network, data);
        Assert.Equal(1, evaluation.Accuracy);
        Assert.True(evaluation.LogLoss < 0.3, $"{evaluation.LogLoss}");
        Assert.True(result.Report.Epochs[^1].Training[^1].Loss < result.Report.Epochs[0].Training[^1].Loss);
    }

    [Theory]
    [InlineData(LearningRuleKind.SignalPropagation)]
    [InlineData(LearningRuleKind.Backpropagation)]
    [InlineData(LearningRuleKind.Shallow)]
    [InlineData(LearningRuleKind.DifferenceTargetPropagation)]
    [InlineData(LearningRuleKind.ErrorForwardPropagation)]
    [InlineData(LearningRuleKind.SyntheticGradients)]
    [InlineData(LearningRuleKind.FeedbackAlignment)]
    [InlineData(LearningRuleKind.DirectFeedbackAlignment)]
    [InlineData(LearningRuleKind.LocalLearning)]
    [InlineData(LearningRuleKind.LocalLearningFeedbackAlignment)]
    public void The_seed_decides_every_bit(LearningRuleKind rule)
    {
        float[] Train(long seed, int threads) => Given.Tensors(
            new Trainer(s_options with { Rule = rule, Seed = seed, Threads = threads, Epochs = 3, ValidationFraction = 0.2 })
                .Train(NetworkSpec.Create(2, 2).Dense(12, dropout: 0.2f).Dense(9, batchNormalization: true).Build(), Given.Moons(90)).Network);
        Assert.Equal(Train(5, 1), Train(5, 2));
        Assert.NotEqual(Train(5, 1), Train(6, 1));
    }

    [Theory]
    [InlineData(LearningRuleKind.Backpropagation, "Backpropagation starts from a prediction layer's error; choose HeadKind.Classifier.")]
    [InlineData(LearningRuleKind.Shallow, "Only the prediction layer learns with the shallow rule; choose HeadKind.Classifier.")]
    public void A_rule_that_needs_a_classifier_says_so(LearningRuleKind rule, string error)
    {
        NetworkSpec spec = NetworkSpec.Create(2, 2).Dense(4).Head(HeadKind.NearestTarget).Build();
        var exception = Assert.Throws<ConfigurationException>(() => new Trainer(s_options with { Rule = rule }).Train(spec, Given.Xor()));
        Assert.Equal([error], exception.Errors);
    }

    [Fact]
    public void The_shallow_rule_leaves_hidden_layers_and_targets_as_they_were_drawn()
    {
        Network network = new Trainer(s_options with { Rule = LearningRuleKind.Shallow, Seed = 4 }).Train(s_spec, Given.Xor()).Network;
        Network drawn = Network.Create(s_spec, 4);
        Assert.All(network.Tensors, t => Assert.Equal(
            !t.Name.StartsWith("head", StringComparison.Ordinal), network.GetTensor(t.Name).SequenceEqual(drawn.GetTensor(t.Name))));
    }
}
