using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.TorchSharp.Learning;
using SigProp.TorchSharp.Running;
using SigProp.Training;

namespace SigProp.TorchSharp.Tests.Learning;

/// <summary>Local learning, and feedback that stays as it was drawn, are through libtorch those of the managed engine, but for rounding.</summary>
public sealed class TorchLocalLearningTests
{
    private const int Rows = 24;

    private static readonly Dictionary<string, NetworkSpec> s_networks = new()
    {
        ["dense"] = NetworkSpec.Create(7, 3).Dense(19, Activation.Tanh).Dense(16, dropout: 0.3f).Dense(12, batchNormalization: true).Build(),
        ["convolutions"] = NetworkSpec.Create(new ImageShape(2, 13, 10), 3).Convolution(6, batchNormalization: true).MaxPooling()
            .Convolution(8, 3, stride: 2, dropout: 0.2f).Dense(10).Build(),
        ["few places"] = NetworkSpec.Create(new ImageShape(1, 7, 9), 4).Convolution(150, batchNormalization: true).AveragePooling().Flatten().Build(),
        ["one value"] = NetworkSpec.CreateRegression(7).Dense(9).Dense(8, batchNormalization: true).Head(HeadKind.Linear).Build(),
    };

    private static readonly LearningRuleKind[] s_kinds =
    [
        LearningRuleKind.LocalLearning, LearningRuleKind.LocalLearningFeedbackAlignment, LearningRuleKind.FeedbackAlignment,
        LearningRuleKind.DirectFeedbackAlignment,
    ];

    public static TheoryData<string, LearningRuleKind, bool> Runs =>
    [
        .. from name in s_networks.Keys
           from kind in s_kinds.Skip(s_networks[name].IsRegression ? 2 : 0)
           from isWeighted in new[] { false, true }
           select new TheoryDataRow<string, LearningRuleKind, bool>(name, kind, isWeighted),
    ];

    public static TheoryData<LearningRuleKind> Kinds => [.. s_kinds];

    [Theory]
    [MemberData(nameof(Runs))]
    public void Twenty_steps_are_the_managed_engines(string name, LearningRuleKind kind, bool isWeighted)
    {
        NetworkSpec spec = s_networks[name];
        using var context = new ComputeContext(2);
        Network network = Network.Create(spec, 3), twin = Network.Create(spec, 3);
        LearningRule managed = Trainer.CreateRule(kind, Setup(context, network));
        using TorchRule torch = Rule(kind, Setup(context, twin));
        Assert.Equal(managed.LossNames, torch.LossNames);
        AssertEqual(managed.Auxiliaries, torch.Auxiliaries, 0);
        AssertEqual(managed.Feedback, torch.Feedback, 0);
        List<float[]> expected = Steps(managed, context, spec, 20, isWeighted), actual = Steps(torch, context, spec, 20, isWeighted);
        for (int step = 0; step < expected.Count; step++)
        {
            for (int i = 0; i < expected[step].Length; i++)
            {
                float difference = MathF.Abs(expected[step][i] - actual[step][i]);
                Assert.True(difference <= 1e-4f * MathF.Abs(expected[step][i]), $"loss {i} of step {step}: {actual[step][i]} in place of {expected[step][i]}");
            }
        }

        // What checkpoints keep is what was learned on the device.
        AssertEqual(managed.Auxiliaries, torch.Auxiliaries, 1e-4);
        AssertEqual([.. network.Leaves], [.. twin.Leaves], 1e-4);
        Assert.Equal(managed.AuxiliaryOptimizers.Select(o => o.State.Steps), torch.AuxiliaryOptimizers.Select(o => o.State.Steps));
        float[] Moments(LearningRule rule) => [.. rule.AuxiliaryOptimizers.SelectMany(o => o.State.First).SelectMany(m => m)];
        AssertClose(Moments(managed), Moments(torch), 1e-4, "first moments");
    }

    [Theory]
    [InlineData(LearningRuleKind.LocalLearningFeedbackAlignment, LearningRuleKind.LocalLearning)]
    [InlineData(LearningRuleKind.FeedbackAlignment, LearningRuleKind.Backpropagation)]
    [InlineData(LearningRuleKind.DirectFeedbackAlignment, LearningRuleKind.Backpropagation)]
    public void Feedback_drawn_at_random_is_another_rule_and_never_learns(LearningRuleKind kind, LearningRuleKind own)
    {
        NetworkSpec spec = s_networks["dense"];
        using var context = new ComputeContext(1);
        float[] Learn(LearningRuleKind kind)
        {
            Network network = Network.Create(spec, 3);
            using TorchRule rule = Rule(kind, Setup(context, network));
            float[] Feedback() => [.. rule.Feedback.SelectMany(p => p.Values.ToArray())];
            float[] before = Feedback();
            Steps(rule, context, spec, 3, isWeighted: false);
            Assert.Equal(before, Feedback());
            return [.. network.Leaves.SelectMany(l => l.Values.ToArray())];
        }

        float[] learned = Learn(kind);
        Assert.Equal(learned, Learn(kind));
        Assert.NotEqual(learned, Learn(own));
    }

    [Fact]
    public void What_a_layer_learns_depends_on_nothing_that_comes_after_it()
    {
        NetworkSpecBuilder First() => NetworkSpec.Create(7, 3).Dense(9, dropout: 0.2f);
        float[] Learn(NetworkSpec spec)
        {
            using var context = new ComputeContext(1);
            Network network = Network.Create(spec, 3);
            using TorchRule rule = Rule(LearningRuleKind.LocalLearning, Setup(context, network));
            Steps(rule, context, spec, 4, isWeighted: false);
            return [.. network.Layers[0].Parameters.Concat(rule.Auxiliaries.Take(2)).SelectMany(p => p.Values.ToArray())];
        }

        float[] alone = Learn(First().Build());
        Assert.Equal(alone, Learn(First().Dense(8, batchNormalization: true).Build()));
        Assert.Equal(alone, Learn(First().Dense(30).Dense(4, Activation.Tanh).Build()));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_tensor_outlives_a_step(LearningRuleKind kind)
    {
        NetworkSpec spec = s_networks["convolutions"];
        using var context = new ComputeContext(1);
        using TorchRule rule = Rule(kind, Setup(context, Network.Create(spec, 3)));
        Steps(rule, context, spec, 5, isWeighted: true);
        long after5 = LiveTensors();
        Steps(rule, context, spec, 200, isWeighted: true);
        Assert.Equal(after5, LiveTensors());
    }

    [Theory]
    [InlineData(LearningRuleKind.LocalLearning)]
    [InlineData(LearningRuleKind.LocalLearningFeedbackAlignment)]
    public void The_memory_of_signals_is_flat_in_depth(LearningRuleKind kind)
    {
        (long Peak, long Whole) Bytes(int depth)
        {
            NetworkSpecBuilder builder = NetworkSpec.Create(32, 3);
            for (int i = 0; i < depth; i++)
            {
                builder.Dense(32, batchNormalization: true);
            }

            NetworkSpec spec = builder.Build();
            using var context = new ComputeContext(1);
            using TorchRule rule = Rule(kind, Setup(context, Network.Create(spec, 3)));
            Steps(rule, context, spec, 3, isWeighted: false);
            Assert.Equal([.. Enumerable.Range(1, depth).Select(i => $"layer{i}"), "head"], rule.Costs.Select(c => c.Name));
            Assert.All(rule.Costs, cost => Assert.True(cost.Seconds > 0 && cost.SignalBytes > 0, $"{cost}"));
            return (rule.Costs.Max(c => c.SignalBytes), rule.SignalBytes);
        }

        (long peakOf2, long wholeOf2) = Bytes(2);
        (long peakOf10, long wholeOf10) = Bytes(10);
        Assert.InRange((double)peakOf10 / peakOf2, 0.95, 1.05);

        // A classifier and a map for each layer there are, with two moments, and with feedback as much once more.
        long own = sizeof(float) * 32 * (32 + 3) * (kind == LearningRuleKind.LocalLearning ? 3L : 4L);
        Assert.InRange(wholeOf10 - wholeOf2 - (8 * own), -0.05 * peakOf2, 0.05 * peakOf2);
    }

    [Theory]
    [InlineData(LearningRuleKind.LocalLearning, false)]
    [InlineData(LearningRuleKind.LocalLearningFeedbackAlignment, false)]
    [InlineData(LearningRuleKind.LocalLearning, true)]
    [InlineData(LearningRuleKind.LocalLearningFeedbackAlignment, true)]
    public void Digits_are_learned_as_well_as_by_the_managed_engine(LearningRuleKind kind, bool isImage)
    {
        NetworkSpec spec = isImage
            ? NetworkSpec.Create(new ImageShape(1, 8, 8), 10).Convolution(12, batchNormalization: true).MaxPooling().Dense(48).Build()
            : NetworkSpec.Create(64, 10).Dense(96).Dense(64, batchNormalization: true, dropout: 0.1f).Build();
        var options = new TrainingOptions { Rule = kind, Epochs = 5, Threads = 1, ValidationFraction = 0, BatchSize = 32, Optimizer = new AdamSpec { LearningRate = 0.005f } };
        TrainingResult torch = new TorchSharpTrainer(options, TrainingDevice.Cpu).Train(spec, SomeDigits(i => i % 3 != 0));
        double accuracy = Evaluation.Of(torch.Network, SomeDigits(i => i % 3 == 0)).Accuracy;
        double managed = Evaluation.Of(new Trainer(options).Train(spec, SomeDigits(i => i % 3 != 0)).Network, SomeDigits(i => i % 3 == 0)).Accuracy;
        Assert.True(accuracy > (isImage ? 0.75 : 0.9) && accuracy > managed - 0.015, $"accuracy {accuracy}, of the managed engine {managed}");
        Assert.Equal("cpu", torch.Report.Device);
        Assert.Equal(["layer1", "layer2", "head"], torch.Report.Layers.Select(l => l.Name));
        Assert.All(torch.Report.Layers, layer => Assert.True(layer.SecondsPerSample > 0 && layer.SignalBytes > 0, $"{layer}"));
    }

    [Theory]
    [InlineData(LearningRuleKind.LocalLearning)]
    [InlineData(LearningRuleKind.LocalLearningFeedbackAlignment)]
    public void What_the_managed_engine_does_not_train_by_it_is_refused(LearningRuleKind kind)
    {
        var trainer = new TorchSharpTrainer(new TrainingOptions { Rule = kind }, TrainingDevice.Cpu);
        Assert.Contains("spiking", Refusal(NetworkSpec.Create(64, 10).Spiking().Dense(8).Build()), StringComparison.Ordinal);
        Assert.Contains("HeadKind.Classifier", Refusal(NetworkSpec.Create(64, 10).Dense(8).Head(HeadKind.NearestTarget).Build()), StringComparison.Ordinal);

        string Refusal(NetworkSpec spec) => Assert.Throws<ConfigurationException>(() => trainer.Train(spec, SomeDigits(i => i < 50))).Message;
    }

    /// <summary>Of this thread alone: other tests run beside this one.</summary>
    private static long LiveTensors() => global::TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    private static LearningSetup Setup(ComputeContext context, Network network)
        => new(context, network, new AdamSpec { LearningRate = 0.005f, Epsilon = 1e-4f, WeightDecay = 1e-3f }, 1f, Rows) { Key = RandomKey.FromSeed(11) };

    private static TorchRule Rule(LearningRuleKind kind, LearningSetup setup)
        => TorchRule.Create(kind, setup, new TorchPlace(IsCuda: false, global::TorchSharp.torch.ScalarType.Float32, AllowsTensorFloat32: false));

    /// <summary>The losses of each step.</summary>
    private static List<float[]> Steps(LearningRule rule, ComputeContext context, NetworkSpec spec, int steps, bool isWeighted)
    {
        var all = new List<float[]>();
        var losses = new LossValue[rule.LossNames.Count];
        rule.BeginSteps(context);
        rule.SetLearningRate(0.005f);
        for (int step = 0; step < steps; step++)
        {
            // The last batch of an epoch is smaller.
            rule.Step(SomeBatch(spec, step, step % 5 == 4 ? Rows / 2 : Rows, isWeighted), RandomKey.FromSeed(7).Split(step), losses);
            all.Add([.. losses.Select(l => (float)l.Mean)]);
            if (step == steps / 2)
            {
                // Between epochs all of it is the managed engine's.
                rule.EndSteps(context);
                rule.BeginSteps(context);
            }
        }

        rule.EndSteps(context);
        return all;
    }

    private static Batch SomeBatch(NetworkSpec spec, int seed, int rows, bool isWeighted)
    {
        var random = new Random(seed);
        var batch = new Batch(Rows, spec.Inputs, spec.Outputs) { Count = rows, IsWeighted = isWeighted, HasLabels = !spec.IsRegression };
        for (int i = 0; i < rows; i++)
        {
            batch.Labels[i] = spec.IsRegression ? 0 : random.Next(spec.Classes);
            batch.Weights[i] = isWeighted ? random.Next(4) / 2f : 1f;
            for (int j = 0; j < spec.Inputs; j++)
            {
                batch.Features[(i * spec.Inputs) + j] = (random.NextSingle() * 2) - 1 + (j % 3 == batch.Labels[i] ? 0.5f : 0f);
            }

            if (spec.IsRegression)
            {
                batch.Values[i] = batch.Features[i * spec.Inputs] - batch.Features[(i * spec.Inputs) + 1];
            }
        }

        return batch;
    }

    private static void AssertEqual(IReadOnlyList<Parameter> expected, IReadOnlyList<Parameter> actual, double tolerance)
    {
        Assert.Equal(expected.Select(p => p.Name), actual.Select(p => p.Name));
        for (int i = 0; i < expected.Count; i++)
        {
            AssertClose(expected[i].Values, actual[i].Values, tolerance, expected[i].Name);
        }
    }

    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"{what}[{i}]: {actual[i]} in place of {expected[i]}");
        }
    }

    private static Data.Dataset SomeDigits(Func<int, bool> isIn)
    {
        string[][] lines = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", "digits.csv")).Skip(1).Select(l => l.Split(',')).Where((_, i) => isIn(i))];
        return new Data.Dataset(
            [.. lines.SelectMany(l => l[..64]).Select(v => float.Parse(v, System.Globalization.CultureInfo.InvariantCulture) / 16f)], 64,
            [.. lines.Select(l => int.Parse(l[64], System.Globalization.CultureInfo.InvariantCulture))], 10);
    }
}
