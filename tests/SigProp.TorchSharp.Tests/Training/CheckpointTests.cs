using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Tests;
using SigProp.Tests.Spiking;
using SigProp.Tests.Training;
using SigProp.Training;

namespace SigProp.TorchSharp.Tests.Training;

/// <summary>A run that was interrupted goes on from its folder, and ends as if nothing had been; in the other engine it does not.</summary>
public sealed class CheckpointTests : IDisposable
{
    private static readonly Dataset s_clouds = Given.Clouds(90);
    private static readonly NetworkSpec s_spec = NetworkSpec.Create(4, 3).Dense(12, dropout: 0.2f).Dense(8, batchNormalization: true).Build();

    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 4,
        BatchSize = 16,
        Threads = 1,
        ValidationFraction = 0.2,
        Patience = null,
        Optimizer = new AdamSpec { LearningRate = 0.05f },
    };

    private static readonly Dictionary<string, (NetworkSpec Spec, Dataset Data, TrainingOptions Options)> s_runs = new()
    {
        ["dense"] = (s_spec, s_clouds, s_options),
        ["averages"] = (s_spec, s_clouds, s_options with { WeightAveraging = 1.5 }),
        ["averages, no validation"] = (s_spec, s_clouds, s_options with { WeightAveraging = 1.5, ValidationFraction = 0 }),
        ["momentum"] = (s_spec, s_clouds, s_options with { Optimizer = new SgdSpec { LearningRate = 0.1f, Momentum = 0.9f } }),
        ["convolution"] = (
            NetworkSpec.Create(new ImageShape(1, 2, 2), 3).Convolution(4, batchNormalization: true).Dense(6).Build(), s_clouds, s_options),
        ["spiking"] = (SpikingNetworks.All()["normalised, dropped"], SpikingNetworks.Rows(60), s_options),
        ["backpropagation"] = (s_spec, s_clouds, s_options with { Rule = LearningRuleKind.Backpropagation }),
        ["shallow"] = (s_spec, s_clouds, s_options with { Rule = LearningRuleKind.Shallow }),
        ["local learning"] = (s_spec, s_clouds, s_options with { Rule = LearningRuleKind.LocalLearning }),
        ["local learning, averages"] = (s_spec, s_clouds, s_options with { Rule = LearningRuleKind.LocalLearningFeedbackAlignment, WeightAveraging = 1.5 }),
        ["feedback alignment"] = (s_spec, s_clouds, s_options with { Rule = LearningRuleKind.FeedbackAlignment }),
        ["direct feedback alignment"] = (s_spec, s_clouds, s_options with { Rule = LearningRuleKind.DirectFeedbackAlignment }),
        ["16 bits"] = (s_spec, s_clouds, s_options with { Precision = TrainingPrecision.Half }),
    };

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"sigprop-checkpoints-{Guid.NewGuid():N}");

    public static TheoryData<string> Names => [.. s_runs.Keys];

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_run_in_three_pieces_is_one_run_bit_for_bit(string name)
    {
        (NetworkSpec spec, Dataset data, TrainingOptions options) = s_runs[name];
        TrainingResult whole = new TorchSharpTrainer(options, TrainingDevice.Cpu).Train(spec, data);
        Break(1, options, spec, data);
        Break(3, options, spec, data);
        var watch = new Watch();
        TrainingResult pieces = new TorchSharpTrainer(Kept(options), TrainingDevice.Cpu).Train(spec, data, null, watch);
        Assert.Equal(Given.Tensors(whole.Network), Given.Tensors(pieces.Network));
        Assert.Equal(Moments(whole.State), Moments(pieces.State));
        Assert.Equal((whole.Report.BestEpoch, whole.Report.StopReason), (pieces.Report.BestEpoch, pieces.Report.StopReason));
        Assert.Equal([4], watch.Epochs.Select(e => e.Epoch));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void The_checkpoint_of_one_engine_is_refused_by_the_other()
    {
        Break(2, s_options, s_spec, s_clouds);
        Assert.StartsWith(
            $"'{_folder}' holds the checkpoint of another run: it was trained on another device (cpu there and managed here). ", Refused(new Trainer(Kept(s_options))));
        Directory.Delete(_folder, recursive: true);
        Assert.Throws<BrokenOffException>(() => new Trainer(Kept(s_options)).Train(s_spec, s_clouds, null, new Watch(p => ThrowIf(p.Completed?.Epoch == 2))));
        Assert.StartsWith(
            $"'{_folder}' holds the checkpoint of another run: it was trained on another device (managed there and cpu here). ",
            Refused(new TorchSharpTrainer(Kept(s_options), TrainingDevice.Cpu)));
    }

    private static void ThrowIf(bool now)
    {
        if (now)
        {
            throw new BrokenOffException();
        }
    }

    private static string Refused(Trainer trainer) => Assert.Throws<CheckpointException>(() => trainer.Train(s_spec, s_clouds)).Message;

    private static float[] Moments(TrainingState state) => [.. state.Learners.SelectMany(l => l.Moments()).SelectMany(m => m.Values)];

    private TrainingOptions Kept(TrainingOptions options) => options with { Checkpoint = new CheckpointOptions(_folder) };

    private void Break(int epoch, TrainingOptions options, NetworkSpec spec, Dataset data) => Assert.Throws<BrokenOffException>(
        () => new TorchSharpTrainer(Kept(options), TrainingDevice.Cpu).Train(spec, data, null, new Watch(p => ThrowIf(p.Completed?.Epoch == epoch))));

    private sealed class BrokenOffException : Exception;
}
