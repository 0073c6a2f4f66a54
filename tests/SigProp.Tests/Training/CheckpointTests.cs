using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Tests.Continuous;
using SigProp.Tests.Spiking;
using SigProp.Tests.Streaming;
using SigProp.Training;

namespace SigProp.Tests.Training;

/// <summary>A run that was interrupted goes on from its folder, and ends as if nothing had been.</summary>
public sealed class CheckpointTests : IDisposable
{
    private static readonly Dataset s_clouds = Given.Clouds(90);
    private static readonly NetworkSpec s_spec = NetworkSpec.Create(4, 3).Dense(12, dropout: 0.2f).Dense(8, batchNormalization: true).Build();

    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 5,
        BatchSize = 16,
        Threads = 1,
        ValidationFraction = 0.2,
        Patience = null,
        Seed = 5,
        Optimizer = new AdamSpec { LearningRate = 0.05f },
    };

    private static readonly Dictionary<string, (NetworkSpec Spec, Dataset Data, TrainingOptions Options)> s_runs = Runs();

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"sigprop-checkpoints-{Guid.NewGuid():N}");

    public static TheoryData<string> Names() => [.. s_runs.Keys];

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
        AssertPiecesAreOne(options, (o, progress) => new Trainer(o).Train(spec, data, null, progress));
    }

    [Fact]
    public void The_threads_may_be_others()
    {
        TrainingResult whole = new Trainer(s_options).Train(s_spec, s_clouds);
        Break(2, s_options, (o, progress) => new Trainer(o).Train(s_spec, s_clouds, null, progress));
        AssertSame(whole, new Trainer(Kept(s_options with { Threads = 3, Pipeline = PipelineMode.On })).Train(s_spec, s_clouds));
    }

    [Fact]
    public void A_pass_over_a_stream_that_breaks_off_in_the_middle_is_done_anew()
    {
        TrainingOptions options = s_options with { ShuffleBuffer = 20, Threads = 2 };
        TrainingResult whole = new Trainer(options).Train(s_spec, new DatasetSource(s_clouds));
        var broken = new DatasetSource(s_clouds) { Before = (pass, row) => ThrowIf(pass == 4 && row == 60) };
        Assert.Throws<BrokenOffException>(() => new Trainer(Kept(options)).Train(s_spec, broken));
        var watch = new Watch();
        AssertSame(whole, new Trainer(Kept(options)).Train(s_spec, new DatasetSource(s_clouds), null, watch));
        Assert.Equal([3, 4, 5], watch.Epochs.Select(e => e.Epoch));
    }

    [Fact]
    public void Other_rows_of_a_stream_are_refused()
    {
        Break(2, s_options, (o, progress) => new Trainer(o).Train(s_spec, new DatasetSource(s_clouds), null, progress));
        Assert.Contains("the rows to learn from are others", Refused(() => new Trainer(Kept(s_options)).Train(s_spec, new DatasetSource(Given.Clouds(90, seed: 2)))));
    }

    [Fact]
    public void Training_more_goes_on_too()
    {
        TrainingResult first = new Trainer(s_options).Train(s_spec, s_clouds);
        TrainingResult More(TrainingOptions options, IProgress<TrainingProgress>? progress)
        {
            Network network = Network.Create(s_spec);
            Given.Copy(first.Network, network);
            return new Trainer(options).TrainMore(network, first.State, Given.Clouds(80, seed: 3), null, progress);
        }

        TrainingResult whole = More(s_options, null);
        int done = first.State.Epochs;
        Break(done + 2, s_options, More);
        AssertSame(whole, More(Kept(s_options), null));
    }

    [Theory]
    [InlineData(TrainingPrecision.Single)]
    [InlineData(TrainingPrecision.Half)]
    public void Early_stopping_remembers(TrainingPrecision precision)
    {
        TrainingOptions options = s_options with { Epochs = 60, Patience = 3, Precision = precision, Optimizer = new AdamSpec { LearningRate = 0.3f } };
        TrainingResult whole = new Trainer(options).Train(s_spec, s_clouds);
        Assert.Equal(StopReason.EarlyStopping, whole.Report.StopReason);

        // One epoch before it stops, so that patience was nearly at its end.
        Break(whole.Report.Epochs.Count - 1, options, (o, progress) => new Trainer(o).Train(s_spec, s_clouds, null, progress));
        AssertSame(whole, new Trainer(Kept(options)).Train(s_spec, s_clouds));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_run_that_was_cancelled_goes_on_and_one_that_has_ended_begins_afresh()
    {
        using var stop = new CancellationTokenSource();
        var trainer = new Trainer(Kept(s_options));
        TrainingResult cancelled = trainer.Train(s_spec, s_clouds, null, new Watch(p => Cancel(stop, p.Completed?.Epoch == 2)), stop.Token);
        Assert.Equal((StopReason.Cancelled, 2), (cancelled.Report.StopReason, cancelled.Report.Epochs.Count));
        foreach (int first in new[] { 3, 1 })
        {
            var watch = new Watch();
            AssertSame(new Trainer(s_options).Train(s_spec, s_clouds), trainer.Train(s_spec, s_clouds, null, watch, TestContext.Current.CancellationToken));
            Assert.Equal(first, watch.Epochs.First().Epoch);
        }
    }

    [Fact]
    public void Checkpoints_are_as_many_and_as_often_as_said()
    {
        string[] Files(CheckpointOptions checkpoint)
        {
            Assert.Throws<BrokenOffException>(() => new Trainer(s_options with { Epochs = 8, Checkpoint = checkpoint })
                .Train(s_spec, s_clouds, null, new Watch(p => ThrowIf(p.Completed?.Epoch == 7))));
            string[] files = [.. Directory.GetFiles(checkpoint.Folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
            Directory.Delete(checkpoint.Folder, recursive: true);
            return files;
        }

        Assert.Equal(["epoch-0000000006.checkpoint", "epoch-0000000007.checkpoint"], Files(new CheckpointOptions(_folder)));
        Assert.Equal(["epoch-0000000006.checkpoint"], Files(new CheckpointOptions(_folder) { EveryEpochs = 3, Keep = 1 }));
        Assert.Empty(Files(new CheckpointOptions(_folder) { Interval = TimeSpan.FromHours(1) }));
    }

    private static Dictionary<string, (NetworkSpec Spec, Dataset Data, TrainingOptions Options)> Runs()
    {
        NetworkSpec images = NetworkSpec.Create(new ImageShape(1, 2, 2), 3).Add(new ConvolutionSpec(4) { BatchNormalization = true }).Dense(6).Build();
        NetworkSpec loop = s_spec with { Targets = new TargetGeneratorSpec { Kind = TargetGeneratorKind.TargetLoop }, Loss = LocalLossKind.PairsByLabel };
        NetworkSpec plain = NetworkSpec.Create(4, 3).Dense(12).Dense(8).Build();
        var runs = new Dictionary<string, (NetworkSpec, Dataset, TrainingOptions)>
        {
            ["convolution"] = (images, s_clouds, s_options),
            ["augmented images"] = (images, s_clouds, s_options with { Augmentation = new ImageAugmentation { HorizontalFlip = true } }),
            ["target loop"] = (loop, s_clouds, s_options),
            ["no validation"] = (s_spec, s_clouds, s_options with { ValidationFraction = 0 }),
            ["momentum"] = (s_spec, s_clouds, s_options with { Optimizer = new SgdSpec { LearningRate = 0.1f, Momentum = 0.9f } }),
            ["pipelined"] = (plain, s_clouds, s_options with { Threads = 2, Pipeline = PipelineMode.On }),
            ["averages"] = (s_spec, s_clouds, s_options with { WeightAveraging = 1.5 }),
            ["averages, no validation"] = (s_spec, s_clouds, s_options with { WeightAveraging = 1.5, ValidationFraction = 0 }),
            ["averages, pipelined"] = (plain, s_clouds, s_options with { WeightAveraging = 1.5, Threads = 2, Pipeline = PipelineMode.On }),
            ["16 bits"] = (s_spec, s_clouds, s_options with { Precision = TrainingPrecision.Half }),
            ["16 bits, convolution"] = (images, s_clouds, s_options with { Precision = TrainingPrecision.Half, ValidationFraction = 0 }),
            ["regression"] = (NetworkSpec.CreateRegression(4).Dense(8).Build(), Dataset.ForRegression(Given.Uniform(360), 4, Given.Uniform(90)), s_options),
        };
        foreach (LearningRuleKind rule in Enum.GetValues<LearningRuleKind>())
        {
            NetworkSpec network = rule == LearningRuleKind.DifferenceTargetPropagation ? plain : s_spec;
            runs[rule.ToString()] = (network, s_clouds, s_options with { Rule = rule });
            runs[$"{rule}, averages"] = (network, s_clouds, s_options with { Rule = rule, WeightAveraging = 2 });
        }

        foreach ((string name, NetworkSpec spec) in SpikingNetworks.All())
        {
            runs[$"spiking, {name}"] = (spec, SpikingNetworks.Rows(60), s_options);
            runs[$"spiking, {name}, averages"] = (spec, SpikingNetworks.Rows(60), s_options with { WeightAveraging = 2 });
        }

        foreach ((string name, NetworkSpec spec) in ContinuousNetworks.All())
        {
            runs[$"continuous, {name}"] = (spec, SpikingNetworks.Rows(60), s_options with { Optimizer = new AdamSpec() });
            runs[$"continuous, {name}, averages"] = (spec, SpikingNetworks.Rows(60), s_options with { Optimizer = new AdamSpec(), WeightAveraging = 2 });
        }

        return runs;
    }

    private static void ThrowIf(bool now)
    {
        if (now)
        {
            throw new BrokenOffException();
        }
    }

    private static void Cancel(CancellationTokenSource stop, bool now)
    {
        if (now)
        {
            stop.Cancel();
        }
    }

    private static string Refused(Func<TrainingResult> train) => Assert.Throws<CheckpointException>(train).Message;

    private static void AssertSame(TrainingResult expected, TrainingResult actual)
    {
        Assert.Equal(Given.Tensors(expected.Network), Given.Tensors(actual.Network));
        Assert.Equal(Moments(expected.State), Moments(actual.State));
        Assert.Equal(expected.State.Learners.Select(l => l.Steps), actual.State.Learners.Select(l => l.Steps));
        Assert.Equal((expected.Report.BestEpoch, expected.Report.StopReason), (actual.Report.BestEpoch, actual.Report.StopReason));
        Assert.Equal(expected.Report.Epochs.Select(Facts), actual.Report.Epochs.Select(Facts));
    }

    private static float[] Moments(TrainingState state) => [.. state.Learners.SelectMany(l => l.Moments()).SelectMany(m => m.Values)];

    private static string Facts(EpochReport epoch) => FormattableString.Invariant(
        $"{epoch.Epoch} {epoch.LearningRate} {string.Join(' ', [.. epoch.Training, .. epoch.Validation])} {string.Join(' ', epoch.SilentNeurons)} ")
        + $"{string.Join(' ', epoch.Angles)} {string.Join(' ', epoch.Warnings)}";

    private TrainingOptions Kept(TrainingOptions options) => options with { Checkpoint = new CheckpointOptions(_folder) };

    private void Break(int epoch, TrainingOptions options, Func<TrainingOptions, IProgress<TrainingProgress>?, TrainingResult> train)
        => Assert.Throws<BrokenOffException>(() => train(Kept(options), new Watch(p => ThrowIf(p.Completed?.Epoch == epoch))));

    private void AssertPiecesAreOne(TrainingOptions options, Func<TrainingOptions, IProgress<TrainingProgress>?, TrainingResult> train)
    {
        TrainingResult whole = train(options, null);
        Break(1, options, train);
        Break(3, options, train);
        var watch = new Watch();
        AssertSame(whole, train(Kept(options), watch));
        Assert.Equal(3, Assert.Single(watch.Reports, r => r.Resumed is not null).Resumed!.Epoch);
        Assert.Equal([4, 5], watch.Epochs.Select(e => e.Epoch));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    private sealed class BrokenOffException : Exception;
}
