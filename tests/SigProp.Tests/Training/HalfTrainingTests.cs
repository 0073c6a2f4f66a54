using System.Globalization;
using SigProp.Continuous;
using SigProp.Data;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.Spiking;
using SigProp.Tests.Readme;
using SigProp.Training;

namespace SigProp.Tests.Training;

/// <summary>Training in 16 bits.</summary>
public sealed class HalfTrainingTests
{
    private static readonly Dataset s_data = Given.Clouds(90, width: 6);

    private static readonly TrainingOptions s_options = new()
    {
        Precision = TrainingPrecision.Half,
        Epochs = 3,
        BatchSize = 16,
        ValidationFraction = 0.2,
        Seed = 3,
        Threads = 1,
    };

    private static readonly Dictionary<string, NetworkSpec> s_networks = new()
    {
        ["dense"] = NetworkSpec.Create(6, 3).Dense(40, dropout: 0.1f).Dense(30, batchNormalization: true).Build(),
        ["fixed targets"] = NetworkSpec.Create(6, 3).Dense(12).Dense(9).Build() with { Targets = new TargetGeneratorSpec { Learned = false } },
        ["nearest target"] = NetworkSpec.Create(6, 3).Dense(12).Dense(9).Build() with { Head = HeadKind.NearestTarget },
        ["target of class and input"] = NetworkSpec.Create(6, 3).Dense(12).Dense(9).Build() with
        {
            Targets = new TargetGeneratorSpec { Kind = TargetGeneratorKind.TargetInput },
            Loss = LocalLossKind.PairsByLabel,
        },
        ["convolution"] = NetworkSpec.Create(new ImageShape(1, 2, 3), 3).Add(new ConvolutionSpec(4) { BatchNormalization = true }).Dense(6).Build(),
        ["spiking"] = NetworkSpec.Create(6, 3).Spiking(new SpikingSpec { Steps = 3, Threshold = 0.5f }).Dense(12).Dense(9).Build(),
    };

    public static TheoryData<string> Networks => [.. s_networks.Keys];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Parameters_are_numbers_of_16_bits(string name)
    {
        Network network = new Trainer(s_options).Train(s_networks[name], s_data).Network;
        foreach (string tensor in network.Tensors.Select(t => t.Name).Where(n => !n.EndsWith(".mean", StringComparison.Ordinal)
            && !n.EndsWith(".variance", StringComparison.Ordinal)))
        {
            Assert.All(network.GetTensor(tensor).ToArray(), value => Assert.Equal(value, (float)(Half)value));
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void They_do_not_depend_on_the_number_of_threads(string name)
        => AssertSame(new Trainer(s_options).Train(s_networks[name], s_data), new Trainer(s_options with { Threads = 3 }).Train(s_networks[name], s_data));

    [Theory]
    [InlineData(typeof(AdamSpec))]
    [InlineData(typeof(AdamWSpec))]
    [InlineData(typeof(SgdSpec))]
    public void Two_runs_are_one_run_of_all_their_epochs(Type optimizer)
    {
        TrainingOptions options = s_options with
        {
            Optimizer = optimizer == typeof(SgdSpec) ? new SgdSpec { Momentum = 0.9f, LearningRate = 0.05f } : (OptimizerSpec)Activator.CreateInstance(optimizer)!,
            Schedule = LearningRateSchedule.Constant,
            ValidationFraction = 0,
            GradientClipNorm = 0.5f,
        };
        NetworkSpec spec = s_networks["dense"];
        TrainingResult first = new Trainer(options).Train(spec, s_data);
        TrainingResult second = new Trainer(options).TrainMore(first.Network, first.State, s_data);
        TrainingResult whole = new Trainer(options with { Epochs = 6 }).Train(spec, s_data);
        AssertSame(whole, second);
        Assert.Equal(whole.State!.Learners.SelectMany(l => l.Moments().SelectMany(m => m.Values)), second.State!.Learners.SelectMany(l => l.Moments().SelectMany(m => m.Values)));
    }

    [Fact]
    public void A_state_of_32_bits_goes_on_in_16()
    {
        NetworkSpec spec = s_networks["dense"];
        TrainingOptions options = s_options with { Epochs = 10, Optimizer = new AdamSpec { LearningRate = 0.01f } };
        TrainingResult first = new Trainer(options with { Precision = TrainingPrecision.Single }).Train(spec, s_data);
        TrainingResult more = new Trainer(options).TrainMore(first.Network, first.State, s_data);
        Assert.True(Evaluation.Of(more.Network, s_data).Accuracy > 0.8);
    }

    [Fact]
    public void The_best_epoch_is_restored()
    {
        // The labels held out are wrong: to learn is to err there, and the first epoch is the best.
        var wrong = new Dataset(s_data.Features, s_data.Width, [.. s_data.Labels.Select(l => (l + 1) % 3)], 3);
        TrainingOptions options = s_options with { Schedule = LearningRateSchedule.Constant, Patience = null, Calibrate = false };
        TrainingResult kept = new Trainer(options with { Epochs = 5 }).Train(s_networks["dense"], s_data, wrong);
        Assert.Equal(1, kept.Report.BestEpoch);
        TrainingResult one = new Trainer(options with { Epochs = 1 }).Train(s_networks["dense"], s_data, wrong);
        AssertSame(one, kept);
        AssertSame(new Trainer(options).TrainMore(one.Network, one.State, s_data, wrong), new Trainer(options).TrainMore(kept.Network, kept.State, s_data, wrong));
    }

    [Fact]
    public void Digits_are_told_apart_as_well_as_in_32_bits()
    {
        string[][] lines = [.. File.ReadLines(Path.Combine(Repository.Root, "samples", "data", "digits.csv")).Skip(1).Select(l => l.Split(','))];
        float[] pixels = [.. lines.SelectMany(l => l[..64]).Select(v => float.Parse(v, CultureInfo.InvariantCulture))];
        var data = new Dataset(pixels, 64, [.. lines.Select(l => int.Parse(l[64], CultureInfo.InvariantCulture))], 10);
        int[][] folds = StratifiedSplit.Folds(data, 3);
        Dataset train = data.Select([.. folds[0], .. folds[1]]), test = data.Select(folds[2]);
        StandardScaling scaling = StandardScaling.Fit(train.Features, 64);
        scaling.Apply(train.Features);
        scaling.Apply(test.Features);
        NetworkSpec spec = NetworkSpec.Create(64, 10).Dense(128).Dense(128).Build();
        double[] accuracies = [.. new[] { TrainingPrecision.Single, TrainingPrecision.Half }.Select(precision => Enumerable.Range(0, 2).Average(seed =>
            Evaluation.Of(new Trainer(new TrainingOptions { Precision = precision, Seed = seed, ValidationFraction = 0 }).Train(spec, train).Network, test).Accuracy))];
        Assert.True(accuracies[0] > 0.95, $"accuracy {accuracies[0]} in 32 bits");
        Assert.True(accuracies[1] > accuracies[0] - 0.01, $"accuracy {accuracies[1]} in 16 bits, {accuracies[0]} in 32");
    }

    [Fact]
    public void A_deep_network_takes_less_than_60_percent_of_the_memory()
    {
        NetworkSpecBuilder builder = NetworkSpec.Create(6, 3);
        for (int i = 0; i < 24; i++)
        {
            builder.Dense(64);
        }

        TrainingOptions options = s_options with { Epochs = 1 };
        TrainingReport half = new Trainer(options).Train(builder.Build(), s_data).Report;
        TrainingReport whole = new Trainer(options with { Precision = TrainingPrecision.Single }).Train(builder.Build(), s_data).Report;
        Assert.InRange(half.ParameterBytes + half.SignalBytes, 1, 0.6 * (whole.ParameterBytes + whole.SignalBytes));
    }

    [Fact]
    public void One_large_layer_saves_a_sixth()
    {
        TrainingOptions options = s_options with { Epochs = 1 };
        NetworkSpec spec = NetworkSpec.Create(6, 3).Dense(20_000).Build() with { Head = HeadKind.NearestTarget };
        long half = new Trainer(options).Train(spec, s_data).Report.ParameterBytes;
        long whole = new Trainer(options with { Precision = TrainingPrecision.Single }).Train(spec, s_data).Report.ParameterBytes;
        Assert.InRange((double)half / whole, 0.5, 0.84);
    }

    [Theory]
    [InlineData(1e12f)]
    [InlineData(1e-12f)]
    public void Losses_beyond_the_range_of_16_bits_are_learned_from(float weight)
    {
        // Adam divides a gradient by its size, so that what losses weigh is no matter, unless gradients overflow or vanish.
        using var context = new ComputeContext(1);
        Network network = Network.Create(s_networks["fixed targets"]), before = Network.Create(network.Spec);
        var rule = new SignalPropagation(new LearningSetup(context, network, new AdamSpec { Epsilon = 1e-30f }, 0f, 30) { Precision = TrainingPrecision.Half });
        Batch given = Given.Batch(30, 6, 3);
        var batch = new Batch(30, 6) { Count = 30, IsWeighted = true };
        given.Features.CopyTo(batch.Features, 0);
        given.Labels.CopyTo(batch.Labels, 0);
        batch.Weights.AsSpan().Fill(weight);
        var losses = new LossValue[rule.LossNames.Count];
        rule.Half!.Begin(context);
        rule.SetLearningRate(0.01f);
        for (int step = 0; step < 20; step++)
        {
            rule.Step(batch, RandomKey.FromSeed(step), losses);
        }

        rule.Half.End(context);
        foreach (Parameter parameter in network.Layers.SelectMany(l => l.Parameters).Concat(network.Head.Parameters))
        {
            float[] changes = [.. parameter.Values.ToArray().Zip(before.GetTensor(parameter.Name).ToArray(), (a, b) => Math.Abs(a - b))];
            Assert.InRange(changes.Max(), 0.02f, 0.3f);
        }
    }

    [Fact]
    public void What_cannot_learn_in_16_bits_is_refused_by_name()
    {
        var options = new TrainingOptions { Precision = TrainingPrecision.Half, Rule = LearningRuleKind.Backpropagation, Pipeline = PipelineMode.On };
        ConfigurationException all = Assert.Throws<ConfigurationException>(() => new Trainer(options).Train(s_networks["dense"], s_data));
        Assert.Contains("Backpropagation does not learn so", all.Message, StringComparison.Ordinal);
        Assert.Contains("Precision is Half and Pipeline is On", all.Message, StringComparison.Ordinal);
        Assert.Contains("Shallow", Assert.Single(new TrainingOptions { Precision = TrainingPrecision.Half, Rule = LearningRuleKind.Shallow }.Validate()), StringComparison.Ordinal);
        Assert.Contains("choose Single, Half", Assert.Single(new TrainingOptions { Precision = (TrainingPrecision)7 }.Validate()), StringComparison.Ordinal);
        foreach (TargetGeneratorKind kind in new[] { TargetGeneratorKind.TargetLoop, TargetGeneratorKind.CorrectedTargetLoop })
        {
            NetworkSpec loop = s_networks["target of class and input"] with { Targets = new TargetGeneratorSpec { Kind = kind } };
            Assert.Contains($"targets of {kind}", Assert.Throws<ConfigurationException>(() => new Trainer(s_options).Train(loop, s_data)).Message, StringComparison.Ordinal);
        }

        NetworkSpec continuous = NetworkSpec.Create(6, 3).Continuous(new ContinuousSpec()).Dense(8).Build();
        Assert.Contains("continuous network", Assert.Throws<ConfigurationException>(() => new Trainer(s_options).Train(continuous, s_data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelled_training_leaves_a_network_that_answers()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        TrainingResult result = new Trainer(s_options).Train(s_networks["dense"], s_data, cancellationToken: source.Token);
        Assert.Equal(StopReason.Cancelled, result.Report.StopReason);
        Assert.Equal(s_data.Count, Evaluation.Of(result.Network, s_data).Rows);
    }

    private static void AssertSame(TrainingResult one, TrainingResult other)
    {
        foreach (string tensor in one.Network.Tensors.Select(t => t.Name))
        {
            Assert.Equal(one.Network.GetTensor(tensor).ToArray(), other.Network.GetTensor(tensor).ToArray());
        }
    }
}
