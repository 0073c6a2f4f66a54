using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Tests;
using SigProp.Tests.Streaming;
using SigProp.Tests.Training;
using SigProp.Training;

namespace SigProp.TorchSharp.Tests.Training;

/// <summary>All that a run offers besides steps is there where libtorch takes these.</summary>
public sealed class RunTests
{
    private static readonly NetworkSpec s_spec = NetworkSpec.Create(4, 3).Dense(12, dropout: 0.2f).Dense(8, batchNormalization: true).Build();
    private static readonly Dataset s_data = Given.Clouds(150);

    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 3,
        BatchSize = 16,
        Threads = 1,
        ValidationFraction = 0.2,

        // Adam divides small gradients by their own size, and so would make rounding as large as what is learned.
        Optimizer = new SgdSpec { LearningRate = 0.1f, Momentum = 0.9f },
    };

    [Fact]
    public void Gradients_that_the_caller_has_switched_off_are_there_in_training()
    {
        float[] expected = Given.Tensors(new TorchSharpTrainer(s_options, TrainingDevice.Cpu).Train(s_spec, s_data).Network);
        foreach (Func<IDisposable> off in new Func<IDisposable>[] { global::TorchSharp.torch.no_grad, () => global::TorchSharp.torch.inference_mode() })
        {
            using IDisposable silence = off();
            Assert.Equal(expected, Given.Tensors(new TorchSharpTrainer(s_options, TrainingDevice.Cpu).Train(s_spec, s_data).Network));
        }
    }

    /// <summary>Whatever decides what a run ends with.</summary>
    public static TheoryData<string> Settings =>
        ["nothing", "averages", "averages, no validation", "clipped", "constant rate", "balanced", "augmented", "pooled", "pooled, windows overlap", "weighted", "streamed", "regression by bins", "linear head", "validation given"];

    [Theory]
    [MemberData(nameof(Settings))]
    public void What_is_set_does_to_a_run_what_it_does_in_the_managed_engine(string setting)
    {
        (NetworkSpec spec, Dataset data, TrainingOptions options) = Run(setting);
        TrainingResult Train(Trainer trainer) => setting switch
        {
            "streamed" => trainer.Train(spec, new DatasetSource(data)),
            "validation given" => trainer.Train(spec, data, Given.Clouds(60, seed: 4)),
            _ => trainer.Train(spec, data),
        };
        TrainingResult torch = Train(new TorchSharpTrainer(options, TrainingDevice.Cpu)), managed = Train(new Trainer(options));
        Assert.Equal(("cpu", "managed"), (torch.Report.Device, managed.Report.Device));
        Assert.Equal((managed.Report.BestEpoch, managed.Report.ValidationRows), (torch.Report.BestEpoch, torch.Report.ValidationRows));
        foreach ((EpochReport actual, EpochReport expected) in torch.Report.Epochs.Zip(managed.Report.Epochs))
        {
            Assert.Equal(expected.LearningRate, actual.LearningRate);
            Assert.Equal(expected.Training.Concat(expected.Validation).Select(a => a.Name), actual.Training.Concat(actual.Validation).Select(a => a.Name));
            Assert.All(actual.Training.Concat(actual.Validation).Zip(expected.Training.Concat(expected.Validation)), pair
                => Assert.True(Math.Abs(pair.First.Loss - pair.Second.Loss) < 1e-3 * Math.Max(0.1, pair.Second.Loss), $"{pair.First} {pair.Second}"));
        }

        Assert.All(
            torch.Network.Calibration.Temperatures.Zip(managed.Network.Calibration.Temperatures), pair => Assert.Equal(pair.Second, pair.First, 0.02 * pair.Second));
        Assert.Equal(managed.Network.Calibration.Temperatures.Count, torch.Network.Calibration.Temperatures.Count);
        Assert.Equal(managed.Network.Calibration.Levels.Count, torch.Network.Calibration.Levels.Count);
        if (setting != "nothing")
        {
            (NetworkSpec plain, Dataset rows, TrainingOptions others) = Run("nothing");
            Assert.NotEqual(Given.Tensors(new TorchSharpTrainer(others, TrainingDevice.Cpu).Train(plain, rows).Network), Given.Tensors(torch.Network));
        }
    }

    [Fact]
    public void Intervals_are_calibrated()
    {
        float[] features = Given.Uniform(1200), noise = Given.Uniform(600, seed: 3);
        var data = Dataset.ForRegression(features, 2, [.. Enumerable.Range(0, 600).Select(i => features[2 * i] + (0.5f * features[(2 * i) + 1] * noise[i]))]);
        var options = s_options with { Epochs = 15, Optimizer = new AdamSpec { LearningRate = 0.02f } };
        Network network = new TorchSharpTrainer(options, TrainingDevice.Cpu).Train(NetworkSpec.CreateRegression(2).Dense(24).Dense(16).Build(), data).Network;
        Assert.NotEmpty(network.Calibration.Levels);
        float[] lower = new float[600], upper = new float[600];
        network.PredictIntervals(data.Features, 0.8, lower, upper);
        Assert.InRange(Enumerable.Range(0, 600).Count(i => data.Values(i)[0] >= lower[i] && data.Values(i)[0] <= upper[i]), 400, 560);
    }

    [Fact]
    public void Progress_tells_of_every_epoch()
    {
        var watch = new Watch();
        TrainingResult result = new TorchSharpTrainer(s_options, TrainingDevice.Cpu).Train(s_spec, s_data, null, watch);
        Assert.Equal([1, 2, 3], watch.Epochs.Select(e => e.Epoch));
        Assert.Equal(result.Report.Epochs, watch.Epochs);
        Assert.Equal(3, watch.Reports[^1].Epochs);
        Assert.Equal(StopReason.Completed, result.Report.StopReason);
    }

    [Fact]
    public void Cancellation_keeps_the_best_epoch()
    {
        using var stop = new CancellationTokenSource();
        var watch = new Watch(p =>
        {
            if (p.Completed?.Epoch == 2)
            {
                stop.Cancel();
            }
        });
        var options = s_options with { Epochs = 50, Patience = null, Schedule = LearningRateSchedule.Constant, Calibrate = false };
        TrainingResult result = new TorchSharpTrainer(options, TrainingDevice.Cpu).Train(s_spec, s_data, null, watch, stop.Token);
        Assert.Equal((StopReason.Cancelled, 2), (result.Report.StopReason, result.Report.Epochs.Count));
        TrainingResult whole = new TorchSharpTrainer(options with { Epochs = result.Report.BestEpoch }, TrainingDevice.Cpu).Train(s_spec, s_data, null, null, CancellationToken.None);
        Assert.Equal(Given.Tensors(whole.Network), Given.Tensors(result.Network));

        Network network = Network.Create(s_spec);
        float[] before = Given.Tensors(network);
        TrainingResult none = new TorchSharpTrainer(options, TrainingDevice.Cpu).Train(network, s_data, null, null, new CancellationToken(canceled: true));
        Assert.Equal((StopReason.Cancelled, 0), (none.Report.StopReason, none.Report.Epochs.Count));
        Assert.Equal(before, Given.Tensors(network));
    }

    [Fact]
    public void Training_stops_early_and_gives_the_best_epoch_back()
    {
        // The labels held out are wrong: to learn is to err there, and the first epoch is the best.
        var wrong = new Dataset(s_data.Features, s_data.Width, [.. s_data.Labels.Select(l => (l + 1) % 3)], 3);
        var options = s_options with { Epochs = 30, Patience = 2, Schedule = LearningRateSchedule.Constant, Calibrate = false };
        TrainingResult kept = new TorchSharpTrainer(options, TrainingDevice.Cpu).Train(s_spec, s_data, wrong);
        Assert.Equal((StopReason.EarlyStopping, 1, 3), (kept.Report.StopReason, kept.Report.BestEpoch, kept.Report.Epochs.Count));
        TrainingResult one = new TorchSharpTrainer(options with { Epochs = 1 }, TrainingDevice.Cpu).Train(s_spec, s_data, wrong);
        Assert.Equal(Given.Tensors(one.Network), Given.Tensors(kept.Network));
        Assert.Equal(one.State.Learners.Select(l => l.Steps), kept.State.Learners.Select(l => l.Steps));
    }

    [Theory]
    [InlineData(LearningRuleKind.SignalPropagation, "layer1")]
    [InlineData(LearningRuleKind.Backpropagation, "head")]
    public void A_run_that_diverges_names_layer_epoch_and_step(LearningRuleKind rule, string learner)
    {
        var options = s_options with { Rule = rule, ValidationFraction = 0, Optimizer = new SgdSpec { LearningRate = 1e30f } };
        NetworkSpec spec = NetworkSpec.Create(4, 3).Dense(8).Dense(6).Build();
        var exception = Assert.Throws<DivergenceException>(() => new TorchSharpTrainer(options, TrainingDevice.Cpu).Train(spec, s_data));
        Assert.Equal((learner, 1), (exception.Learner, exception.Epoch));
        Assert.InRange(exception.Step, 2, 4);
        Assert.Contains($"the loss of {learner} became", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_best_epoch_is_given_back_when_a_later_one_diverges()
    {
        Network network = Network.Create(s_spec);
        float[] best = [];
        var sabotage = new Watch(p =>
        {
            if (p.Completed is { Epoch: 1 })
            {
                best = Given.Tensors(network);
                network.SetTensor("layer1.weight", [.. Enumerable.Repeat(3e38f, 48)]);
            }
        });
        Assert.Throws<DivergenceException>(() => new TorchSharpTrainer(s_options, TrainingDevice.Cpu).Train(network, s_data, null, sabotage));
        Assert.Equal(best, Given.Tensors(network));
        network.Predict(new float[4], new float[3]);
    }

    private static (NetworkSpec Spec, Dataset Data, TrainingOptions Options) Run(string setting)
    {
        NetworkSpec images = NetworkSpec.Create(new ImageShape(1, 8, 8), 10).Convolution(6).MaxPooling().Dense(16).Build();
        Dataset digits = Digits.Train.Select([.. Enumerable.Range(0, 300)]);
        float[] values = [.. Enumerable.Range(0, 150).Select(i => s_data.Features[4 * i] - s_data.Features[(4 * i) + 1])];
        return setting switch
        {
            "averages" => (s_spec, s_data, s_options with { WeightAveraging = 1.5 }),
            "averages, no validation" => (s_spec, s_data, s_options with { WeightAveraging = 1.5, ValidationFraction = 0 }),
            "clipped" => (s_spec, s_data, s_options with { GradientClipNorm = 0.05f }),
            "constant rate" => (s_spec, s_data, s_options with { Schedule = LearningRateSchedule.Constant }),
            "balanced" => (s_spec, new Dataset(s_data.Features, 4, [.. s_data.Labels.Select((l, i) => i % 5 == 0 ? l : 0)], 3), s_options with { ClassWeights = ClassWeighting.Balanced }),
            "augmented" => (images, digits, s_options with { Augmentation = new ImageAugmentation { CropPadding = 1, HorizontalFlip = true } }),
            "pooled" => (
                NetworkSpec.Create(new ImageShape(1, 8, 8), 10).AveragePooling(3).Dense(16).Build(), digits, s_options),
            "pooled, windows overlap" => (
                NetworkSpec.Create(new ImageShape(1, 8, 8), 10).Convolution(4).AveragePooling(3, stride: 2).Dense(16).Build(), digits, s_options),
            "weighted" => (s_spec, new Dataset(s_data.Features, 4, s_data.Labels, 3, [.. Enumerable.Range(0, 150).Select(i => 1f + (i % 3))]), s_options),
            "streamed" => (s_spec, s_data, s_options with { ShuffleBuffer = 20 }),
            "regression by bins" => (NetworkSpec.CreateRegression(4).Dense(12).Dense(8).Build(), Dataset.ForRegression(s_data.Features, 4, values), s_options),
            "linear head" => (
                NetworkSpec.CreateRegression(4).Dense(12).Dense(8).LinearOutput(OutputLossKind.Huber).Build(), Dataset.ForRegression(s_data.Features, 4, values), s_options),
            _ => (s_spec, s_data, s_options),
        };
    }
}
