using Microsoft.ML;
using Microsoft.ML.Runtime;
using SigProp.Training;
using Xunit;

namespace SigProp.MLNet.Tests;

public abstract class CheckpointTests(string trainer) : EstimatorTests(trainer), IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"sigprop-checkpoints-{Guid.NewGuid():N}");

    public sealed class OfLayers() : CheckpointTests(Layers);

    public sealed class OfSpikes() : CheckpointTests(Spikes);

    public sealed class OfStates() : CheckpointTests(States);

    private sealed class BreakOff(int epoch) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Completed?.Epoch == epoch)
            {
                throw new OperationCanceledException();
            }
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }

        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fit_goes_on_after_it_was_broken_off_to_the_same_model(bool streaming)
    {
        IDataView data = Blobs.Load(Context);
        var whole = Trainer("Key", change: o => (o.Epochs, o.Streaming) = (4, streaming)).Fit(data);
        void Kept(NetworkTrainerOptions o) => (o.Epochs, o.Streaming, o.CheckpointFolder) = (4, streaming, _folder);
        Assert.ThrowsAny<OperationCanceledException>(() => Trainer("Key", change: o =>
        {
            Kept(o);
            o.Progress = new BreakOff(2);
        }).Fit(data));
        var messages = new Messages(Context);

        var resumed = Trainer("Key", change: Kept).Fit(data);

        Assert.Contains($"Goes on after epoch 2 of 4, from {_folder}", messages.Of(ChannelMessageKind.Info));
        Assert.Equal(Digits.Scores(Context, whole, data), Digits.Scores(Context, resumed, data));
        Assert.Equal(4, resumed.Model.TrainingReport!.Epochs.Count);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Other_rows_are_refused()
    {
        void Kept(NetworkTrainerOptions o) => (o.Epochs, o.CheckpointFolder) = (4, _folder);
        Assert.ThrowsAny<OperationCanceledException>(() => Trainer("Key", change: o =>
        {
            Kept(o);
            o.Progress = new BreakOff(2);
        }).Fit(Blobs.Load(Context)));

        Assert.Contains("rows to learn from are others", Assert.Throws<CheckpointException>(
            () => Trainer("Key", change: Kept).Fit(Blobs.Load(Context, Blobs.Rows(299)))).Message);
    }
}
