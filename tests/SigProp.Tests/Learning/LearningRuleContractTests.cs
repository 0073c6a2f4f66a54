using SigProp.Continuous;
using SigProp.Data;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.Spiking;
using SigProp.Training;

namespace SigProp.Tests.Learning;

/// <summary>What every learning rule keeps, whatever the network: the same bits on any number of threads, a network that learns, and a clear refusal
/// of what it cannot train.</summary>
public sealed class LearningRuleContractTests
{
    private static readonly Dictionary<string, NetworkSpec> s_networks = new()
    {
        ["convolutions"] = Image().Convolution(8, 3, activation: Activation.Tanh).MaxPooling().Convolution(12, 3, stride: 2).Dense(20).Build(),
        ["normalised"] = Image().Convolution(8, 5, batchNormalization: true).AveragePooling(3, 2)
            .Convolution(12, batchNormalization: true, activation: Activation.ReLU).Dense(20, batchNormalization: true).Build(),
        ["dropped"] = Image().Convolution(8, dropout: 0.3f).MaxPooling()
            .Add(new ConvolutionSpec(12) { SpatialDropout = 0.3f, Groups = 4, BatchNormalization = true }).Dense(20, dropout: 0.3f).Build(),
        ["sparse targets"] = Image().Convolution(8, batchNormalization: true).MaxPooling().Convolution(12).Dense(20)
            .Targets(new TargetGeneratorSpec { Sparse = true }).Build(),
        ["pairs"] = Image().Convolution(8).MaxPooling().Convolution(12).Dense(20).Loss(LocalLossKind.PairsTopK, 5).Build(),
        ["targets of class and input"] = Image().Convolution(8).MaxPooling().Convolution(12, batchNormalization: true).Dense(20)
            .Targets(new TargetGeneratorSpec { Kind = TargetGeneratorKind.TargetInput }).Loss(LocalLossKind.PairsByLabel).Build(),
        ["loop"] = Image().Convolution(8).MaxPooling().Convolution(12, batchNormalization: true).Dense(20)
            .Targets(new TargetGeneratorSpec { Kind = TargetGeneratorKind.TargetLoop }).Loss(LocalLossKind.PairsMaxAll).Build(),
        ["corrected loop"] = Image().Convolution(8).MaxPooling().Convolution(12).Dense(20)
            .Targets(new TargetGeneratorSpec { Kind = TargetGeneratorKind.CorrectedTargetLoop }).Loss(LocalLossKind.PairsMaxOne).Build(),
    };

    /// <summary>All but the one whose inverses are of dense layers.</summary>
    private static readonly IEnumerable<LearningRuleKind> s_rulesOfMaps = Enum.GetValues<LearningRuleKind>()
        .Where(rule => rule != LearningRuleKind.DifferenceTargetPropagation);

    public static MatrixTheoryData<string, LearningRuleKind> Networks() => new(s_networks.Keys, s_rulesOfMaps);

    [Theory]
    [MemberData(nameof(Networks))]
    public void Threads_do_not_change_the_bits(string name, LearningRuleKind rule)
    {
        float[] one = Learn(s_networks[name], rule, threads: 1);
        Assert.All(one, value => Assert.True(float.IsFinite(value)));
        Assert.Equal(one, Learn(s_networks[name], rule, threads: 2));
        Assert.Equal(one, Learn(s_networks[name], rule, threads: 3));
    }

    public static TheoryData<LearningRuleKind> Rules() => [.. Enum.GetValues<LearningRuleKind>()];

    public static TheoryData<LearningRuleKind> RulesOfMaps() => [.. s_rulesOfMaps];

    [Theory]
    [MemberData(nameof(RulesOfMaps))]
    public void Stripes_are_told_apart_by_a_convolutional_network(LearningRuleKind rule)
    {
        NetworkSpec spec = NetworkSpec.Create(new ImageShape(1, 6, 6), 2).Convolution(6, batchNormalization: true).MaxPooling().Convolution(8).Build();
        var options = new TrainingOptions
        {
            Rule = rule,
            Epochs = 12,
            BatchSize = 16,
            Optimizer = new AdamSpec { LearningRate = 0.02f },
            ValidationFraction = 0,
            Threads = 1,
        };
        Network network = new Trainer(options).Train(spec, Stripes(160, 1)).Network;
        double accuracy = Evaluation.Of(network, Stripes(160, 2)).Accuracy;
        Assert.True(accuracy >= (rule == LearningRuleKind.Shallow ? 0.85 : 0.95), $"{rule}: {accuracy}");
    }

    public static TheoryData<LearningRuleKind> RulesOfValues() => [.. Enum.GetValues<LearningRuleKind>().Except(Given.RulesOfClasses)];

    [Theory]
    [MemberData(nameof(RulesOfValues))]
    public void Several_values_are_learned(LearningRuleKind rule)
    {
        NetworkSpec spec = NetworkSpec.CreateRegression(3, 2).Dense(24, Activation.Tanh).Dense(16).Build();
        var options = new TrainingOptions
        {
            Rule = rule,
            Epochs = 30,
            BatchSize = 16,
            Optimizer = new AdamSpec { LearningRate = 0.01f },
            ValidationFraction = 0,
            Threads = 1,
        };
        TrainingResult result = new Trainer(options).Train(spec, Sums(300, 1));
        Dataset test = Sums(300, 2);
        float[] values = new float[600];
        result.Network.PredictValues(test.Features, values);
        double r2 = RegressionEvaluation.Of(values, test.TargetValues, 2).R2;
        Assert.True(r2 >= (rule == LearningRuleKind.Shallow ? 0.75 : 0.9), $"{rule}: {r2}");
    }

    [Theory]
    [InlineData(LearningRuleKind.Backpropagation, HeadKind.NearestTarget, false)]
    [InlineData(LearningRuleKind.Shallow, HeadKind.NearestTarget, false)]
    [InlineData(LearningRuleKind.Backpropagation, HeadKind.NearestTarget, true)]
    [InlineData(LearningRuleKind.Shallow, HeadKind.NearestTarget, true)]
    [InlineData(LearningRuleKind.FeedbackAlignment, HeadKind.NearestTarget, false)]
    [InlineData(LearningRuleKind.DirectFeedbackAlignment, HeadKind.NearestTarget, true)]
    [InlineData(LearningRuleKind.LocalLearning, HeadKind.NearestTarget, false)]
    [InlineData(LearningRuleKind.LocalLearningFeedbackAlignment, HeadKind.NearestTarget, false)]
    [InlineData(LearningRuleKind.Backpropagation, HeadKind.Vote, true)]
    [InlineData(LearningRuleKind.Shallow, HeadKind.Vote, true)]
    public void A_rule_that_needs_a_prediction_layer_says_so(LearningRuleKind rule, HeadKind head, bool isRegression)
    {
        NetworkSpec spec = (isRegression ? NetworkSpec.CreateRegression(4) : NetworkSpec.Create(4, 3)).Dense(5).Head(head).Build();
        Dataset data = isRegression ? Dataset.ForRegression(Given.Uniform(160), 4, Given.Uniform(40)) : Given.Clouds(40);
        var exception = Assert.Throws<ConfigurationException>(() => new Trainer(new TrainingOptions { Rule = rule, Threads = 1 }).Train(spec, data));
        Assert.EndsWith($"choose HeadKind.{(isRegression ? "Linear" : "Classifier")}.", Assert.Single(exception.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LearningRuleKind.Backpropagation)]
    [InlineData(LearningRuleKind.Shallow)]
    public void A_vote_of_a_network_whose_targets_did_not_learn_is_the_classifiers(LearningRuleKind rule)
    {
        var options = new TrainingOptions { Rule = rule, Epochs = 2, Threads = 1 };
        NetworkSpec spec = NetworkSpec.Create(4, 3).Dense(6).Build();
        Dataset data = Given.Clouds(60);
        float[] classifier = new float[180], vote = new float[180];
        new Trainer(options).Train(spec, data).Network.Predict(data.Features, classifier);
        new Trainer(options).Train(spec with { Head = HeadKind.Vote }, data).Network.Predict(data.Features, vote);
        Assert.Equal(classifier, vote);
    }

    [Theory]
    [InlineData(LearningRuleKind.LocalLearning)]
    [InlineData(LearningRuleKind.LocalLearningFeedbackAlignment)]
    public void A_rule_of_classes_refuses_values(LearningRuleKind rule)
    {
        Dataset data = Dataset.ForRegression(Given.Uniform(160), 4, Given.Uniform(40));
        var exception = Assert.Throws<ConfigurationException>(() => new Trainer(new TrainingOptions { Rule = rule, Threads = 1 })
            .Train(NetworkSpec.CreateRegression(4).Dense(5).Head(HeadKind.Linear).Build(), data));
        Assert.StartsWith($"Rule is {rule}, ", Assert.Single(exception.Errors), StringComparison.Ordinal);
        Assert.Contains("a regression has no classes. Choose", exception.Errors[0], StringComparison.Ordinal);
    }

    public static TheoryData<LearningRuleKind> RulesOfLayers() => [.. Enum.GetValues<LearningRuleKind>()
        .Except([LearningRuleKind.SignalPropagation, LearningRuleKind.Backpropagation, LearningRuleKind.Shallow])];

    [Theory]
    [MemberData(nameof(RulesOfLayers))]
    public void What_a_rule_cannot_train_is_refused_all_at_once(LearningRuleKind rule)
    {
        var options = new TrainingOptions { Rule = rule, Threads = 2, Pipeline = PipelineMode.On, Precision = TrainingPrecision.Half };
        NetworkSpec spec = NetworkSpec.Create(4, 3).Spiking(new SpikingSpec()).Dense(5).Head(HeadKind.NearestTarget).Build();
        IReadOnlyList<string> errors = Assert.Throws<ConfigurationException>(() => new Trainer(options).Train(spec, Given.Clouds(40))).Errors;
        Assert.Contains(errors, e => e.Contains("choose HeadKind.Classifier.", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.StartsWith($"Rule is {rule}; a spiking network learns by", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.StartsWith("Pipeline is On; ", StringComparison.Ordinal) && e.Contains($"{rule}", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.StartsWith("Precision is Half; ", StringComparison.Ordinal) && e.Contains($"{rule}", StringComparison.Ordinal));

        NetworkSpec continuous = NetworkSpec.Create(4, 3).Continuous(new ContinuousSpec()).Dense(5).Build();
        errors = Assert.Throws<ConfigurationException>(() => new Trainer(new TrainingOptions { Rule = rule }).Train(continuous, Given.Clouds(40))).Errors;
        Assert.StartsWith($"Rule is {rule}; a continuous network", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LearningRuleKind.FeedbackAlignment)]
    [InlineData(LearningRuleKind.DirectFeedbackAlignment)]
    [InlineData(LearningRuleKind.LocalLearning)]
    [InlineData(LearningRuleKind.LocalLearningFeedbackAlignment)]
    public void A_slim_vgg8b_takes_steps(LearningRuleKind rule)
    {
        var spec = new NetworkSpec { Inputs = 3 * 32 * 32, Image = new ImageShape(3, 32, 32), Classes = 3, Layers = NetworkPresets.Layers(NetworkPreset.Vgg8b, 0.04) };
        Network network = Network.Create(spec, 1);
        using var context = new ComputeContext(1);
        LossValue[] losses = Given.Steps(Given.Rule(rule, network, context, 4), network, 2, 4);
        Assert.All(losses, l => Assert.True(double.IsFinite(l.Mean)));
        Assert.All(Given.Tensors(network), value => Assert.True(float.IsFinite(value)));
    }

    private static NetworkSpecBuilder Image() => NetworkSpec.Create(new ImageShape(4, 13, 11), 3);

    private static float[] Learn(NetworkSpec spec, LearningRuleKind rule, int threads)
    {
        Network network = Network.Create(spec, 11);
        using var context = new ComputeContext(threads);
        Given.Steps(Given.Rule(rule, network, context, 30), network, 3, 30);
        return Given.Tensors(network);
    }

    /// <summary>Level and upright stripes, at any height.</summary>
    private static Dataset Stripes(int rows, int seed)
    {
        float[] features = Given.Uniform(rows * 36, seed, 0.3f);
        int[] labels = [.. Enumerable.Range(0, rows).Select(i => i % 2)];
        for (int i = 0; i < rows; i++)
        {
            int at = (i / 2) % 6;
            for (int j = 0; j < 6; j++)
            {
                features[(i * 36) + (labels[i] == 0 ? (at * 6) + j : (j * 6) + at)] += 1;
            }
        }

        return new Dataset(features, 36, labels, 2);
    }

    private static Dataset Sums(int rows, int seed)
    {
        float[] x = Given.Uniform(rows * 3, seed);
        return Dataset.ForRegression(x, 3, [.. x.Chunk(3).SelectMany(r => new[] { 10 + r[0] + r[1], 3 * (r[2] - r[0]) })], 2);
    }
}
