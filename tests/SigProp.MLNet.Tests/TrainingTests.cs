using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using SigProp.Training;
using Xunit;

namespace SigProp.MLNet.Tests;

public abstract class TrainingTests(string trainer) : EstimatorTests(trainer)
{
    public sealed class OfLayers() : TrainingTests(Layers);

    public sealed class OfSpikes() : TrainingTests(Spikes);

    public sealed class OfStates() : TrainingTests(States);

    private sealed class Watch(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }

    [Fact]
    public void The_same_seed_gives_the_same_scores_on_any_number_of_threads()
    {
        IDataView data = Blobs.Load(Context);
        float[][] Scores(int seed, int threads, MLContext context) => Digits.Scores(
            context, Trainer("Key", change: o => (o.Seed, o.Threads, o.Epochs) = (seed, threads, 1), context: context).Fit(data), data);

        float[][] first = Scores(7, 1, Context);

        Assert.Equal(first, Scores(7, 2, new MLContext()));
        Assert.NotEqual(first, Scores(8, 1, Context));
    }

    [Fact]
    public void The_seed_of_theContext_is_used_where_the_options_have_none()
    {
        long SeedOf(MLContext context) => Trainer("Key", context: context).Fit(Blobs.Load(context)).Model.TrainingReport!.Options.Seed;

        Assert.Equal(11, SeedOf(new MLContext(seed: 11)));
        Assert.Equal(0, SeedOf(new MLContext()));
    }

    [Fact]
    public void Every_epoch_is_told_once()
    {
        var messages = new Messages(Context);
        List<TrainingProgress> told = [];

        Trainer("Key", change: o => o.Progress = new Watch(told.Add)).Fit(Blobs.Load(Context));

        IReadOnlyList<string> lines = [.. messages.Of(ChannelMessageKind.Info).Where(m => m.StartsWith("Epoch", StringComparison.Ordinal))];
        Assert.Equal(5, lines.Count);
        Assert.Matches(@"^Epoch 5 of 5: loss \d\.\d{4}, accuracy \d\.\d{4}; \d+\.\d\d s$", lines[4]);
        Assert.Equal([1, 2, 3, 4, 5], told.Where(p => p.Completed is not null).Select(p => p.Epoch));
        Assert.Empty(messages.Of(ChannelMessageKind.Warning));
    }

    [Fact]
    public void A_cancelled_token_ends_training_and_keeps_the_best_so_far()
    {
        var messages = new Messages(Context);
        using var source = new CancellationTokenSource();
        IDataView data = Blobs.Load(Context);

        var model = Trainer("Key", change: o =>
        {
            o.Epochs = 1000;
            o.ValidationFraction = 0.2;
            o.Calibrate = false;
            o.CancellationToken = source.Token;
            o.Progress = new Watch(p =>
            {
                if (p.Completed?.Epoch == 4)
                {
                    source.Cancel();
                }
            });
        }).Fit(data);

        TrainingReport report = model.Model.TrainingReport!;
        Assert.Equal(StopReason.Cancelled, report.StopReason);
        Assert.Equal(4, report.Epochs.Count);
        Assert.Equal(report.Epochs.MinBy(e => e.Validation[^1].Loss)!.Epoch, report.BestEpoch);
        Assert.InRange(Blobs.Accuracy(model, data), 0.9, 1);
        Assert.Equal(
            "Training was cancelled in epoch 5 of 1000; the best network so far is kept.", Assert.Single(messages.Of(ChannelMessageKind.Warning)));
    }

    [Fact]
    public void A_token_cancelled_before_any_step_leaves_no_model_to_keep()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(
            () => Trainer("Key", change: o => o.CancellationToken = source.Token).Fit(Blobs.Load(Context)));
    }

    [Fact]
    public void A_cancelledContext_throws()
    {
        MethodInfo cancel = typeof(MLContext).GetMethod("CancelExecution", BindingFlags.NonPublic | BindingFlags.Instance)!;
        int epochs = 0;

        Assert.ThrowsAny<OperationCanceledException>(() => Trainer("Key", change: o =>
        {
            o.Epochs = 1000;
            o.Progress = new Watch(p =>
            {
                epochs = p.Epoch;
                cancel.Invoke(Context, null);
            });
        }).Fit(Blobs.Load(Context)));

        Assert.InRange(epochs, 1, 2);
    }

    [Fact]
    public void Data_is_read_once()
    {
        int read = 0;
        var counted = Context.Transforms.CustomMapping<Blobs.Row, Counter>((_, c) => c.Count = Interlocked.Increment(ref read), null);
        IDataView rows = Blobs.Load(Context);
        IDataView data = counted.Append(Context.Transforms.Concatenate("Input", "Features", "Count")).Fit(rows).Transform(rows);

        Trainer("Number", "Input").Fit(data);

        Assert.Equal(300, read);
    }

    private sealed class Counter
    {
        public float Count { get; set; }
    }
}
