using System.Globalization;
using SigProp.Continuous;
using SigProp.Data;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.Tests.Persistence;
using SigProp.Tests.Readme;
using SigProp.Training;

namespace SigProp.Tests.Continuous;

/// <summary>Continuous networks learn, predict, are saved, and settle as they should.</summary>
public sealed class ContinuousNetworkTests
{
    private static readonly string[] s_names = ["a", "b", "c"];

    public static TheoryData<ContinuousSpec> Kinds =>
    [
        new ContinuousSpec(), new ContinuousSpec { Feedback = ContinuousFeedback.FixedLoop }, new ContinuousSpec { Feedback = ContinuousFeedback.Symmetric },
        new ContinuousSpec { LoopSignal = LoopSignal.OutputAndTarget }, new ContinuousSpec { LoopSignal = LoopSignal.CorrectedOutput },
        new ContinuousSpec { Tolerance = 1e-4f, PersistentStates = true },
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_learns_the_same_bits_on_any_number_of_threads(ContinuousSpec kind)
    {
        Dataset data = Given.Clouds(300);
        NetworkSpec spec = NetworkSpec.Create(4, 3).Dense(40).Dense(24).Continuous(kind).Build();
        TrainingResult[] results = [.. new[] { 1, 3 }.Select(threads => new Trainer(new TrainingOptions { Epochs = 60, Patience = null, Threads = threads, BatchSize = 32 }).Train(spec, data))];
        Assert.All(results[0].Network.Tensors, t => Assert.Equal(results[0].Network.GetTensor(t.Name), results[1].Network.GetTensor(t.Name)));
        double accuracy = Evaluation.Of(results[0].Network, data).Accuracy;
        Assert.True(accuracy > 0.9, $"accuracy {accuracy}");
        Assert.Empty(results[0].Report.Warnings);
        Assert.Equal(kind.Feedback == ContinuousFeedback.Symmetric ? 0 : 3, results[0].Report.Epochs[^1].Angles.Count);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_predicts_after_loading_and_a_row_alone_as_it_did(ContinuousSpec kind)
    {
        Dataset data = Given.Clouds(90);
        NetworkSpec spec = NetworkSpec.Create(4, 3).Dense(40).Dense(24).Continuous(kind).Build();
        TrainingResult result = new Trainer(new TrainingOptions { Epochs = 4 }).Train(spec, data);
        float[] together = new float[90 * 3], alone = new float[3];
        result.Network.Predict(data.Features, together);
        Model loaded = ModelFiles.Load(ModelFiles.Bytes(new Model(result.Network, s_names, null, result.Report, result.State)));
        Assert.Equal(spec, loaded.Network.Spec);
        Assert.NotNull(loaded.State);
        for (int i = 0; i < 90; i++)
        {
            loaded.Network.Predict(data.Row(i), alone);
            Assert.Equal(together[(3 * i)..((3 * i) + 3)], alone);
            Assert.Equal(1f, alone.Sum(), 1e-5f);
        }

        TrainingResult more = new Trainer(new TrainingOptions { Epochs = 1 }).TrainMore(loaded.Network, loaded.State, data);
        Assert.Equal(result.Report.BestEpoch + 1, more.Report.Epochs[0].Epoch);
    }

    /// <summary>Classic equilibrium propagation estimates the gradient of the loss at the fixed point; by central differences it is the same.</summary>
    [Fact]
    public void The_symmetric_update_is_the_gradient_of_the_loss_at_the_fixed_point()
    {
        // One sample weighs all, and the nudge is small: what is left is the gradient.
        Network network = Symmetric(0.01f, 60);
        Batch batch = OneBatch();
        var before = network.Tensors.ToDictionary(t => t.Name, t => network.GetTensor(t.Name).ToArray());
        using var context = new ComputeContext(1);
        Rule(network, context).Step(batch, default, new LossValue[1]);
        var losses = new LossValue[1];
        foreach (string name in new[] { "layer1.weight", "layer2.weight", "head.weight", "layer2.bias" })
        {
            float[] after = network.GetTensor(name).ToArray();
            double dot = 0, own = 0, other = 0;
            for (int i = 0; i < after.Length; i++)
            {
                double update = after[i] - before[name][i], gradient = (LossAt(name, i, 2e-3f) - LossAt(name, i, -2e-3f)) / 4e-3;
                (dot, own, other) = (dot - (update * gradient), own + (update * update), other + (gradient * gradient));
            }

            double cosine = dot / Math.Sqrt(own * other), ratio = Math.Sqrt(own / other);
            Assert.True(cosine > 0.995, $"{name}: cosine {cosine}");
            Assert.Equal(1, ratio, 0.05);
        }

        double LossAt(string name, int index, float change)
        {
            Network probe = Symmetric(0.01f, 60);
            float[] values = [.. before[name]];
            values[index] += change;
            probe.SetTensor(name, values);
            Rule(probe, context).Step(batch, default, losses);
            return losses[0].Mean;
        }
    }

    [Fact]
    public void A_tolerance_ends_phases_early_with_the_same_answer()
    {
        Dataset data = Given.Clouds(60);
        NetworkSpec spec = NetworkSpec.Create(4, 3).Dense(12).Continuous(new ContinuousSpec { FreeSteps = 200 }).Build();
        Network fixedSteps = new Trainer(new TrainingOptions { Epochs = 3 }).Train(spec, data).Network;
        Network settled = Network.Create(spec with { Continuous = spec.Continuous! with { Tolerance = 1e-6f } });
        foreach (TensorInfo tensor in fixedSteps.Tensors)
        {
            settled.SetTensor(tensor.Name, fixedSteps.GetTensor(tensor.Name));
        }

        float[] expected = new float[60 * 3], actual = new float[60 * 3];
        fixedSteps.Predict(data.Features, expected);
        settled.Predict(data.Features, actual);
        Assert.All(expected.Zip(actual), p => Assert.Equal(p.First, p.Second, 0.02f));
        using var context = new ComputeContext(1);
        var batch = new Batch(60, 4) { Count = 60 };
        data.Features.CopyTo(batch.Features, 0);
        HebbianLearning rule = Rule(settled, context, 60);
        rule.Step(batch, default, new LossValue[1]);
        Assert.InRange(rule.StepsTaken.Free, 60, 60 * 150);
    }

    [Fact]
    public void States_that_persist_need_fewer_steps_the_second_time()
    {
        NetworkSpec spec = NetworkSpec.Create(4, 3).Dense(12)
            .Continuous(new ContinuousSpec { FreeSteps = 200, Tolerance = 1e-6f, PersistentStates = true }).Build();
        using var context = new ComputeContext(1);
        HebbianLearning rule = Rule(Network.Create(spec, 3), context, 20);
        rule.SetLearningRate(1e-6f);
        Dataset data = Given.Clouds(20);
        var batch = new Batch(20, 4) { Count = 20 };
        data.Features.CopyTo(batch.Features, 0);
        for (int i = 0; i < 20; i++)
        {
            batch.Numbers[i] = i;
        }

        rule.Step(batch, default, new LossValue[1]);
        long first = rule.StepsTaken.Free;
        rule.Step(batch, default, new LossValue[1]);
        Assert.True(rule.StepsTaken.Free - first < first / 2, $"{first} steps, then {rule.StepsTaken.Free - first}");
    }

    [Fact]
    public void A_layer_that_dies_is_reported_with_a_remedy()
    {
        // Weights that hold all states at 0: no nudge moves them.
        NetworkSpec spec = NetworkSpec.Create(4, 3).Dense(12).Continuous().Build();
        Network network = Network.Create(spec);
        network.SetTensor("layer1.bias", [.. Enumerable.Repeat(-50f, 12)]);
        TrainingResult result = new Trainer(new TrainingOptions { Epochs = 6, Patience = null }).Train(network, Given.Clouds(400));
        string warning = Assert.Single(result.Report.Warnings);
        Assert.StartsWith("layer1 has died", warning, StringComparison.Ordinal);
        Assert.Contains("Start afresh with a Beta nearer 1", warning, StringComparison.Ordinal);
    }

    /// <summary>Two settings that died on MNIST: a loop that learns much faster than the output under a weak nudge, and a first layer that learns too fast
    /// beside a fixed loop of double scale.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Settings_known_to_kill_are_reported(bool weakNudge)
    {
        Dataset data = Digits();
        NetworkSpec spec = NetworkSpec.Create(64, 10).Dense(200).Continuous(weakNudge
            ? new ContinuousSpec { Beta = 0.5f, LoopLearningRate = 0.2f, LearningRates = [0.2f, 0.02f] }
            : new ContinuousSpec { Feedback = ContinuousFeedback.FixedLoop, LearningRates = [1f, 0.05f] }).Build();
        Network network = Network.Create(spec, 1);
        if (!weakNudge)
        {
            network.SetTensor("loop.weight", [.. network.GetTensor("loop.weight").ToArray().Select(v => 2 * v)]);
        }

        TrainingReport report = new Trainer(new TrainingOptions { Epochs = 4, Patience = null }).Train(network, data).Report;
        double error = 1 - report.Epochs[^1].Training[^1].Accuracy;
        Assert.True(error < 0.3 || report.Warnings.Count > 0, $"training error {error} and no warning");
    }

    [Fact]
    public void Digits_are_learned_in_seconds()
    {
        Dataset data = Digits();
        int[][] folds = StratifiedSplit.Folds(data, 5);
        Dataset train = data.Select([.. folds[1..].SelectMany(f => f)]), test = data.Select(folds[0]);
        NetworkSpec spec = NetworkSpec.Create(64, 10).Dense(256).Continuous().Build();
        TrainingResult result = new Trainer(new TrainingOptions { Epochs = 40, Patience = null }).Train(spec, train);
        double accuracy = Evaluation.Of(result.Network, test).Accuracy;
        Assert.True(accuracy > 0.94, $"accuracy {accuracy}");
        Assert.Empty(result.Report.Epochs[^1].Warnings);
        Assert.All(result.Report.Epochs[^1].Angles, a => Assert.InRange(a.Degrees, 0, 85));
    }

    [Fact]
    public void Angles_are_those_between_a_weight_and_the_rest_of_the_loop()
    {
        Network network = Network.Create(NetworkSpec.Create(4, 3).Dense(12).Continuous().Build());
        float[] loop = new float[12 * 3];
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 12; j++)
            {
                loop[(j * 3) + i] = 2 * network.GetTensor("head.weight")[(i * 12) + j];
            }
        }

        network.SetTensor("loop.weight", loop);
        using var context = new ComputeContext(1);
        Assert.All(Rule(network, context).Angles, a => Assert.Equal(0, a.Degrees, 0.1));
    }

    [Fact]
    public void A_figure_names_its_lines_and_refuses_what_has_none()
    {
        TrainingResult result = new Trainer(new TrainingOptions { Epochs = 2 })
            .Train(NetworkSpec.Create(4, 3).Dense(12).Dense(8).Continuous().Build(), Given.Clouds(60));
        string svg = AlignmentFigure.ToSvg(result.Report, "a < b");
        Assert.All(["a &lt; b", "layer2.weight", "head.weight", "loop.weight", "90°", "epoch"], text => Assert.Contains(text, svg, StringComparison.Ordinal));
        TrainingResult plain = new Trainer(new TrainingOptions { Epochs = 1 }).Train(NetworkSpec.Create(4, 3).Dense(8).Build(), Given.Clouds(60));
        Assert.Throws<ArgumentException>(() => AlignmentFigure.ToSvg(plain.Report));
    }

    private static Dataset Digits()
    {
        string[][] lines = [.. File.ReadLines(Path.Combine(Repository.Root, "samples", "data", "digits.csv")).Skip(1).Select(l => l.Split(','))];
        float[] pixels = [.. lines.SelectMany(l => l[..64]).Select(v => float.Parse(v, CultureInfo.InvariantCulture) / 16)];
        return new Dataset(pixels, 64, [.. lines.Select(l => int.Parse(l[64], CultureInfo.InvariantCulture))], 10);
    }

    private static Network Symmetric(float beta, int steps)
    {
        Network network = Network.Create(
            NetworkSpec.Create(4, 2).Dense(5).Dense(4).Continuous(new ContinuousSpec
            {
                Feedback = ContinuousFeedback.Symmetric,
                Beta = beta,
                BetaSign = BetaSign.Positive,
                FreeSteps = steps,
                NudgedSteps = steps,
                LearningRates = [1f, 1f, 1f],
            }).Build(), 5);

        // Well inside (0, 1), where the clip has no edge.
        network.SetTensor("layer1.bias", [.. Enumerable.Repeat(0.5f, 5)]);
        network.SetTensor("layer2.bias", [.. Enumerable.Repeat(0.4f, 4)]);
        network.SetTensor("head.bias", [0.4f, 0.5f]);
        foreach (string name in new[] { "layer1.weight", "layer2.weight", "head.weight" })
        {
            network.SetTensor(name, [.. network.GetTensor(name).ToArray().Select(v => 0.4f * v)]);
        }

        return network;
    }

    private static Batch OneBatch()
    {
        var batch = new Batch(3, 4) { Count = 3 };
        new[] { 0.2f, 0.5f, 0.1f, 0.9f, 0.7f, 0.3f, 0.4f, 0.1f, 0.6f, 0.8f, 0.2f, 0.3f }.CopyTo(batch.Features, 0);
        new[] { 0, 1, 1 }.CopyTo(batch.Labels, 0);
        return batch;
    }

    private static HebbianLearning Rule(Network network, ComputeContext context, int rows = 3)
    {
        OptimizerSpec optimizer = new TrainingOptions().EffectiveOptimizer(network.Spec);
        var rule = new HebbianLearning(new LearningSetup(context, network, optimizer, 0f, rows));
        rule.SetLearningRate(optimizer.LearningRate);
        return rule;
    }
}
