using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Tests.Persistence;
using SigProp.Training;

namespace SigProp.Tests.Training;

/// <summary>Training goes on from a saved network and its optimizer's state.</summary>
public sealed class TrainMoreTests
{
    private static readonly Dataset s_data = Given.Clouds(70);
    private static readonly NetworkSpec s_spec = NetworkSpec.Create(4, 3).Dense(8, dropout: 0.2f).Dense(6, batchNormalization: true).Build();

    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 2,
        BatchSize = 16,
        Threads = 1,
        ValidationFraction = 0,
        Seed = 5,
        Schedule = LearningRateSchedule.Constant,
        Optimizer = new AdamSpec { LearningRate = 0.01f },
    };

    private static readonly Dictionary<string, OptimizerSpec> s_optimizers = new()
    {
        ["descent"] = new SgdSpec { LearningRate = 0.05f },
        ["momentum"] = new SgdSpec { LearningRate = 0.05f, Momentum = 0.9f },
        ["adam"] = new AdamSpec { LearningRate = 0.01f },
        ["adamw"] = new AdamWSpec { LearningRate = 0.01f },
    };

    private static readonly Dictionary<string, NetworkSpec> s_networks = new()
    {
        ["dense"] = s_spec,
        ["convolution"] = NetworkSpec.Create(new ImageShape(1, 2, 2), 3)
            .Add(new ConvolutionSpec(4) { BatchNormalization = true }).Dense(6).Build(),
        ["target of class and input"] = s_spec with { Targets = new TargetGeneratorSpec { Kind = TargetGeneratorKind.TargetInput }, Loss = LocalLossKind.PairsByLabel },
        ["target loop"] = s_spec with { Targets = new TargetGeneratorSpec { Kind = TargetGeneratorKind.TargetLoop }, Loss = LocalLossKind.PairsByLabel },
        ["nearest target"] = s_spec with { Head = HeadKind.NearestTarget },
    };

    public static MatrixTheoryData<LearningRuleKind, string> RulesAndOptimizers() => new(
        Enum.GetValues<LearningRuleKind>().Except(Given.RulesThatBeginAfresh),
        [.. s_optimizers.Keys]);

    public static TheoryData<string> Networks() => [.. s_networks.Keys];

    [Theory]
    [MemberData(nameof(RulesAndOptimizers))]
    public void Two_runs_with_a_file_between_are_one_run_bit_for_bit(LearningRuleKind rule, string optimizer)
        => AssertTwoRunsAreOne(s_spec, s_options with { Rule = rule, Optimizer = s_optimizers[optimizer] }, s_data);

    [Theory]
    [MemberData(nameof(Networks))]
    public void So_they_are_whatever_the_network(string network) => AssertTwoRunsAreOne(s_networks[network], s_options, s_data);

    [Theory]
    [InlineData(LearningRuleKind.LocalLearning)]
    [InlineData(LearningRuleKind.LocalLearningFeedbackAlignment)]
    public void Networks_of_a_rules_own_begin_afresh(LearningRuleKind rule)
    {
        TrainingResult first = new Trainer(s_options with { Rule = rule }).Train(s_spec, s_data);
        float[] before = Given.Tensors(first.Network);
        TrainingResult second = new Trainer(s_options with { Rule = rule }).TrainMore(first.Network, first.State, s_data);
        Assert.NotEqual(before, Given.Tensors(second.Network));
        Assert.Equal(2 * first.State.Epochs, second.Report.Epochs[^1].Epoch);
    }

    [Fact]
    public void Without_its_state_the_second_run_is_another()
    {
        float[] once = Given.Tensors(new Trainer(s_options with { Epochs = 4 }).Train(s_spec, s_data).Network);
        Network afresh = new Trainer(s_options).Train(s_spec, s_data).Network;
        new Trainer(s_options).TrainMore(afresh, null, s_data);
        Assert.NotEqual(once, Given.Tensors(afresh));
    }

    [Fact]
    public void A_null_state_is_training_further()
    {
        Network one = new Trainer(s_options).Train(s_spec, s_data).Network, other = Network.Create(s_spec);
        Given.Copy(one, other);
        new Trainer(s_options).Train(one, s_data);
        new Trainer(s_options).TrainMore(other, null, s_data);
        Assert.Equal(Given.Tensors(one), Given.Tensors(other));
    }

    [Fact]
    public void Epochs_are_numbered_from_those_done_and_the_schedule_is_the_runs_own()
    {
        TrainingOptions options = s_options with { Schedule = LearningRateSchedule.Cosine };
        TrainingResult first = new Trainer(options).Train(s_spec, s_data);
        Assert.Equal((2, 2), (first.State.Epochs, first.Report.BestEpoch));
        var watch = new Watch();
        TrainingResult second = new Trainer(options with { Epochs = 3 }).TrainMore(first.Network, first.State, s_data, progress: watch);
        Assert.Equal([3, 4, 5], second.Report.Epochs.Select(e => e.Epoch));
        Assert.Equal((5, 5), (second.State.Epochs, second.Report.BestEpoch));
        Assert.All(watch.Reports, report => Assert.Equal(5, report.Epochs));
        Assert.True(second.Report.Epochs[0].LearningRate > 0.005f);
        Assert.Equal(2, first.State.Epochs);
    }

    [Fact]
    public void The_state_is_that_of_the_best_epoch()
    {
        // Noise: validation is best early, and training goes on after it.
        Dataset noise = Noise(80, 1), other = Noise(60, 2);
        TrainingOptions options = s_options with { Epochs = 12, Patience = null, Optimizer = new AdamSpec { LearningRate = 0.03f } };
        TrainingResult result = new Trainer(options).Train(s_spec, noise, other);
        int best = result.Report.BestEpoch;
        Assert.InRange(best, 1, 11);
        TrainingResult shorter = new Trainer(options with { Epochs = best }).Train(s_spec, noise);
        Assert.Equal(Given.Tensors(shorter.Network), Given.Tensors(result.Network));
        AssertSame(shorter.State, result.State);
    }

    [Fact]
    public void A_run_cut_short_has_the_state_it_was_cut_at()
    {
        TrainingResult first = new Trainer(s_options).Train(s_spec, s_data);
        float[] before = Given.Tensors(first.Network);
        TrainingResult none = new Trainer(s_options).TrainMore(first.Network, first.State, s_data, cancellationToken: new CancellationToken(true));
        Assert.Equal(StopReason.Cancelled, none.Report.StopReason);
        Assert.Equal(before, Given.Tensors(none.Network));
        AssertSame(first.State, none.State);
    }

    [Fact]
    public void A_state_is_not_changed_by_training_from_it()
    {
        TrainingResult first = new Trainer(s_options).Train(s_spec, s_data);
        float[] moments = [.. Moments(first.State)];
        Network one = Copy(first.Network), other = Copy(first.Network);
        new Trainer(s_options).TrainMore(one, first.State, s_data);
        Assert.Equal(moments, Moments(first.State));
        new Trainer(s_options).TrainMore(other, first.State, s_data);
        Assert.Equal(Given.Tensors(one), Given.Tensors(other));
    }

    [Fact]
    public void New_rows_may_be_of_one_class_only_and_few()
    {
        TrainingResult first = new Trainer(s_options with { Epochs = 10 }).Train(NetworkSpec.Create(4, 3).Dense(8).Dense(6).Build(), s_data);
        Dataset ones = s_data.Select([.. Enumerable.Range(0, s_data.Count).Where(i => s_data.Label(i) == 1)]);
        Assert.Throws<ArgumentException>("data", () => new Trainer(s_options).Train(first.Network, ones));
        double before = Evaluation.Of(first.Network, ones).LogLoss;
        TrainingResult more = new Trainer(s_options with { ValidationFraction = 0.1 }).TrainMore(first.Network, first.State, ones);
        Assert.True(Evaluation.Of(more.Network, ones).LogLoss < before);
        new Trainer(s_options).TrainMore(more.Network, more.State, ones.Select([0]));
        Assert.DoesNotContain(Given.Tensors(more.Network), value => !float.IsFinite(value));
    }

    [Theory]
    [InlineData(HeadKind.NearestTarget)]
    [InlineData(HeadKind.Linear)]
    public void A_regression_keeps_its_scaling_and_bins(HeadKind head)
    {
        NetworkSpec spec = NetworkSpec.CreateRegression(4).Dense(8).Head(head).Build();
        TrainingResult first = new Trainer(s_options).Train(spec, Values(100, 0f));
        string[] names = ["output.mean", "output.deviation", "output.edges", "output.centers"];
        float[] before = [.. names.SelectMany(n => first.Network.GetTensor(n).ToArray())];
        new Trainer(s_options).TrainMore(first.Network, first.State, Values(40, 3f));
        Assert.Equal(before, names.SelectMany(n => first.Network.GetTensor(n).ToArray()));
        AssertTwoRunsAreOne(spec, s_options, Values(100, 0f));
    }

    [Fact]
    public void What_is_known_of_the_probabilities_holds_until_it_is_measured_anew()
    {
        TrainingResult first = new Trainer(s_options with { ValidationFraction = 0.5 }).Train(s_spec, Given.Clouds(120));
        IReadOnlyList<float> temperatures = first.Network.Calibration.Temperatures;
        Assert.NotEmpty(temperatures);
        new Trainer(s_options).TrainMore(first.Network, first.State, s_data);
        Assert.Same(temperatures, first.Network.Calibration.Temperatures);
        new Trainer(s_options with { ValidationFraction = 0.5 }).TrainMore(first.Network, first.State, Given.Clouds(120, seed: 9));
        Assert.NotSame(temperatures, first.Network.Calibration.Temperatures);
    }

    internal static void AssertSame(TrainingState expected, TrainingState actual)
    {
        Assert.Equal((expected.Rule, expected.Optimizer, expected.Epochs), (actual.Rule, actual.Optimizer, actual.Epochs));
        Assert.Equal(expected.Learners.Select(l => l.Steps), actual.Learners.Select(l => l.Steps));
        Assert.Equal(expected.Learners.SelectMany(l => l.Parameters), actual.Learners.SelectMany(l => l.Parameters));
        Assert.Equal(Moments(expected), Moments(actual));
    }

    internal static IEnumerable<float> Moments(TrainingState state) => state.Learners.SelectMany(l => l.Moments()).SelectMany(m => m.Values);

    private static void AssertTwoRunsAreOne(NetworkSpec spec, TrainingOptions options, Dataset data)
    {
        TrainingResult once = new Trainer(options with { Epochs = 4 }).Train(spec, data);
        TrainingResult first = new Trainer(options).Train(spec, data);
        string[] names = [.. Enumerable.Range(0, first.Network.ClassCount).Select(i => $"{i}")];
        Model saved = ModelFiles.Load(ModelFiles.Bytes(new Model(first.Network, names, null, first.Report, first.State)));
        AssertSame(first.State, saved.State!);
        TrainingResult second = new Trainer(options).TrainMore(saved.Network, saved.State, data);
        Assert.Equal(Given.Tensors(once.Network), Given.Tensors(second.Network));
        Assert.Equal(once.Network.HasExits, second.Network.HasExits);
        AssertSame(once.State, second.State);
    }

    private static Network Copy(Network network)
    {
        Network copy = Network.Create(network.Spec);
        Given.Copy(network, copy);
        return copy;
    }

    private static Dataset Noise(int rows, int seed)
    {
        var random = new Random(seed);
        return new Dataset(Given.Uniform(rows * 4, seed), 4, [.. Enumerable.Range(0, rows).Select(_ => random.Next(3))], 3);
    }

    private static Dataset Values(int rows, float shift)
    {
        float[] features = Given.Uniform(rows * 4, rows);
        return Dataset.ForRegression(features, 4, [.. Enumerable.Range(0, rows).Select(i => shift + features[4 * i] + (0.5f * features[(4 * i) + 1]))]);
    }
}
