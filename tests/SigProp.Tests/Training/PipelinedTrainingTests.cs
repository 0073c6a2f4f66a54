using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Tests.Streaming;
using SigProp.Training;

namespace SigProp.Tests.Training;

/// <summary>Training with layers in parallel is training, to the last bit: what is kept, what is reported, and how it ends.</summary>
public sealed class PipelinedTrainingTests
{
    private static readonly Dataset s_data = Given.Clouds(90);
    private static readonly NetworkSpec s_spec = NetworkSpec.Create(4, 3).Dense(9, dropout: 0.1f).Dense(8, batchNormalization: true).Dense(7).Build();

    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 6,
        BatchSize = 8,
        Optimizer = new AdamSpec { LearningRate = 0.05f },
        ValidationFraction = 0.2,
        Patience = 2,
        Seed = 5,
    };

    public static TheoryData<int, TrainingOptions> Runs() => new()
    {
        { 2, s_options },
        { 3, s_options with { ValidationFraction = 0, Schedule = LearningRateSchedule.Step } },
        { 4, s_options with { ClassWeights = ClassWeighting.Balanced, GradientClipNorm = 0.5f } },
        { 6, s_options with { Optimizer = new SgdSpec { LearningRate = 0.1f, Momentum = 0.9f }, Epochs = 12 } },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_run_is_that_of_steps_in_turn(int threads, TrainingOptions options)
    {
        TrainingResult inTurn = new Trainer(options with { Threads = 1, Pipeline = PipelineMode.Off }).Train(s_spec, s_data);
        TrainingResult pipelined = new Trainer(options with { Threads = threads, Pipeline = PipelineMode.On }).Train(s_spec, s_data);
        Assert.Equal((1, Math.Min(threads, 4)), (inTurn.Report.PipelineStages, pipelined.Report.PipelineStages));
        AssertSame(inTurn, pipelined);
    }

    [Fact]
    public void So_is_one_of_images_that_are_varied()
    {
        NetworkSpec spec = NetworkSpec.Create(new ImageShape(1, 6, 6), 3).Convolution(5, dropout: 0.1f).MaxPooling().Convolution(6).Dense(10).Build();
        var options = s_options with { Augmentation = new ImageAugmentation { CropPadding = 1, HorizontalFlip = true }, Epochs = 3 };
        var data = new Dataset(Given.Uniform(60 * 36), 36, [.. Enumerable.Range(0, 60).Select(i => i % 3)], 3);
        AssertSame(
            new Trainer(options with { Threads = 1 }).Train(spec, data),
            new Trainer(options with { Threads = 3, Pipeline = PipelineMode.On }).Train(spec, data));
    }

    [Fact]
    public void So_is_one_that_streams()
        => AssertSame(
            new Trainer(s_options with { Threads = 1 }).Train(s_spec, new DatasetSource(s_data)),
            new Trainer(s_options with { Threads = 3, Pipeline = PipelineMode.On }).Train(s_spec, new DatasetSource(s_data)));

    [Fact]
    public void So_is_one_that_goes_on()
    {
        TrainingOptions pipelined = s_options with { Threads = 3, Pipeline = PipelineMode.On }, inTurn = s_options with { Threads = 1 };
        TrainingResult one = new Trainer(inTurn).Train(s_spec, s_data), other = new Trainer(pipelined).Train(s_spec, s_data);
        AssertSame(
            new Trainer(inTurn).TrainMore(one.Network, one.State, Given.Clouds(60, seed: 2)),
            new Trainer(pipelined).TrainMore(other.Network, other.State, Given.Clouds(60, seed: 2)));
    }

    [Theory]
    [InlineData(14)]
    [InlineData(29)]
    public void Cancelled_it_ends_after_the_steps_under_way(int step)
    {
        var options = s_options with { ValidationFraction = 0, Calibrate = false };
        TrainingResult inTurn = CancelAt(step, options with { Threads = 1 }), pipelined = CancelAt(step, options with { Threads = 3, Pipeline = PipelineMode.On });
        Assert.Equal((StopReason.Cancelled, 3), (pipelined.Report.StopReason, pipelined.Report.PipelineStages));
        AssertSame(inTurn, pipelined);
    }

    [Fact]
    public async Task What_a_layer_throws_reaches_the_caller()
    {
        NetworkSpec spec = NetworkSpec.Create(4, 3).Dense(8).Dense(7).Dense(6).Build();
        Network network = Given.Network(spec, (name, inputs, layer) => new CountingLayer(name, inputs, layer, done =>
        {
            if (name == "layer3" && done == 20)
            {
                throw new NotSupportedException("broken");
            }
        }));
        var trainer = new Trainer(s_options with { Threads = 4, Pipeline = PipelineMode.On });
        var exception = await Assert.ThrowsAsync<NotSupportedException>(
            () => Task.Run(() => trainer.Train(network, s_data)).WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal("broken", exception.Message);
    }

    [Theory]
    [InlineData(0f, "layer1")]
    [InlineData(1e30f, "layer2")]
    [InlineData(1e30f, "head")]
    public void A_run_that_diverges_names_the_same_layer_and_step(float sabotage, string where)
    {
        DivergenceException inTurn = Diverge(s_options with { Threads = 1 }, sabotage, where);
        DivergenceException pipelined = Diverge(s_options with { Threads = 4, Pipeline = PipelineMode.On }, sabotage, where);
        Assert.Equal(inTurn.Message, pipelined.Message);
        Assert.Equal((inTurn.Learner, inTurn.Epoch, inTurn.Step), (pipelined.Learner, pipelined.Epoch, pipelined.Step));
    }

    [Fact]
    public void At_an_epochs_end_the_network_is_at_rest_and_in_between_the_pipeline_stays_full()
    {
        NetworkSpec spec = NetworkSpec.Create(4, 3).Dense(8).Dense(7).Build();
        int[] steps = new int[2];
        Network network = Given.Network(spec, (name, inputs, layer) => new CountingLayer(name, inputs, layer, done =>
        {
            Thread.Sleep(20);
            steps[name[^1] - '1'] = done;
        }));
        var seen = new List<(bool IsEnd, int Told, int First, int Second)>();
        var watch = new Watch(p => seen.Add((p.Completed is not null, ((p.Epoch - 1) * p.Steps) + p.Step, steps[0], steps[1])));
        new Trainer(s_options with { Epochs = 4, Patience = null, Threads = 2, Pipeline = PipelineMode.On }).Train(network, s_data, null, watch);
        Assert.Equal(4, seen.Count(s => s.IsEnd));
        Assert.All(seen.Where(s => s.IsEnd), s => Assert.Equal((s.Told, s.Told), (s.First, s.Second)));
        Assert.Contains(seen, s => !s.IsEnd && s.First > s.Told);
    }

    [Fact]
    public void Targets_that_wait_for_the_output_are_refused_by_name()
    {
        NetworkSpec spec = s_spec with { Targets = new TargetGeneratorSpec { Kind = TargetGeneratorKind.CorrectedTargetLoop }, Loss = LocalLossKind.PairsByLabel };
        var options = s_options with { Threads = 2, Pipeline = PipelineMode.On };
        string error = Assert.Single(Assert.Throws<ConfigurationException>(() => new Trainer(options).Train(spec, s_data)).Errors);
        Assert.Contains("the targets of CorrectedTargetLoop wait for the network's output", error, StringComparison.Ordinal);
        Assert.Equal(1, new Trainer(options with { Pipeline = PipelineMode.Auto, Epochs = 1 }).Train(spec, s_data).Report.PipelineStages);
    }

    [Fact]
    public void One_layer_without_a_head_is_refused_by_name()
    {
        NetworkSpec spec = NetworkSpec.Create(4, 3).Dense(9).Head(HeadKind.NearestTarget).Build();
        var options = s_options with { Threads = 2, Pipeline = PipelineMode.On };
        Assert.Contains("needs several layers that learn, and the network has one", Assert.Single(
            Assert.Throws<ConfigurationException>(() => new Trainer(options).Train(spec, s_data)).Errors), StringComparison.Ordinal);
    }

    private static DivergenceException Diverge(TrainingOptions options, float sabotage, string where)
    {
        Network network = Network.Create(s_spec, 3);
        if (sabotage > 0)
        {
            network.SetTensor($"{where}.weight", [.. network.GetTensor($"{where}.weight").ToArray().Select(w => w * sabotage)]);
        }

        var optimizer = new SgdSpec { LearningRate = sabotage > 0 ? 1e20f : 1e30f };
        return Assert.Throws<DivergenceException>(
            () => new Trainer(options with { ValidationFraction = 0, Optimizer = optimizer }).Train(network, s_data));
    }

    private static TrainingResult CancelAt(int step, TrainingOptions options)
    {
        using var source = new CancellationTokenSource();
        NetworkSpec spec = NetworkSpec.Create(4, 3).Dense(8).Dense(7).Build();
        Network network = Given.Network(spec, (name, inputs, layer) => new CountingLayer(name, inputs, layer, done =>
        {
            if (name == "layer1" && done == step)
            {
                source.Cancel();
            }
        }));
        return new Trainer(options).Train(network, s_data, null, null, source.Token);
    }

    private static void AssertSame(TrainingResult expected, TrainingResult actual)
    {
        Assert.Equal(Given.Tensors(expected.Network), Given.Tensors(actual.Network));
        Assert.Equal(Moments(expected.State!), Moments(actual.State!));
        Assert.Equal((expected.Report.BestEpoch, expected.Report.StopReason), (actual.Report.BestEpoch, actual.Report.StopReason));
        Assert.Equal(Losses(expected.Report), Losses(actual.Report));
        Assert.Equal(expected.Report.Layers.Select(l => (l.Name, l.SignalBytes)), actual.Report.Layers.Select(l => (l.Name, l.SignalBytes)));
        Assert.All(actual.Report.Layers, l => Assert.True(l.SecondsPerSample > 0));
    }

    private static double[] Losses(TrainingReport report)
        => [.. report.Epochs.SelectMany(e => e.Training.Concat(e.Validation)).SelectMany(a => new[] { a.Loss, a.Accuracy })];

    private static float[] Moments(TrainingState state)
        => [.. state.Learners.SelectMany(l => l.Moments()).SelectMany(m => m.Values), .. state.Learners.Select(l => (float)l.Steps)];
}
