using SigProp.Training;

namespace SigProp.Tests.Training;

public sealed class ProgressTests
{
    private static readonly NetworkSpec s_spec = NetworkSpec.Create(4, 3).Dense(8).Dense(6).Build();

    [Fact]
    public void Every_epoch_is_reported_once_and_in_order()
    {
        var watch = new Watch();
        var options = new TrainingOptions { Epochs = 6, BatchSize = 25, Threads = 1, Patience = null };
        TrainingReport report = new Trainer(options).Train(s_spec, Given.Clouds(100), null, watch).Report;
        Assert.Equal([1, 2, 3, 4, 5, 6], watch.Epochs.Select(e => e.Epoch));
        Assert.Equal(report.Epochs, watch.Epochs);
        foreach (TrainingProgress progress in watch.Reports.Where(r => r.Completed is not null))
        {
            Assert.Equal((6, progress.Steps), (progress.Epochs, progress.Step));
            Assert.Equal(progress.Epoch, progress.Completed!.Epoch);
            Assert.Equal(progress.Completed.Training[^1].Loss, progress.Loss, 1e-12);
            Assert.Equal(progress.Completed.Training[^1].Accuracy, progress.Accuracy, 1e-12);
        }

        Assert.All(watch.Reports.Zip(watch.Reports.Skip(1)), pair => Assert.True(
            (pair.First.Epoch, pair.First.Step).CompareTo((pair.Second.Epoch, pair.Second.Step)) <= 0
            && pair.First.ElapsedSeconds <= pair.Second.ElapsedSeconds));
    }

    [Fact]
    public void A_long_epoch_is_reported_on_its_way()
    {
        var watch = new Watch();
        var spec = NetworkSpec.Create(4, 3).Dense(8).Build();
        Network network = Given.Network(spec, (name, inputs, layer) => new CountingLayer(name, inputs, layer, _ => Thread.Sleep(90)));
        new Trainer(new TrainingOptions { Epochs = 1, BatchSize = 10, Threads = 1, ValidationFraction = 0 })
            .Train(network, Given.Clouds(60), null, watch);
        TrainingProgress first = watch.Reports[0];
        Assert.Null(first.Completed);
        Assert.InRange(first.Step, 1, 5);
        Assert.Equal(6, first.Steps);
        Assert.True(double.IsFinite(first.Loss) && first.Accuracy is >= 0 and <= 1);
    }

    [Fact]
    public void The_report_adds_up()
    {
        var options = new TrainingOptions { Epochs = 3, BatchSize = 30, Threads = 1, ValidationFraction = 0.25 };
        TrainingReport report = new Trainer(options).Train(s_spec, Given.Clouds(120)).Report;
        Assert.Equal((90, 30, 30), (report.TrainingRows, report.ValidationRows, report.BatchSize));
        Assert.Equal(report.TrainSeconds, report.Epochs.Sum(e => e.Seconds), 1e-6);
        Assert.Equal(3 * 90, report.SamplesPerSecond * report.TrainSeconds, 1e-3);
        Assert.Equal(StopReason.Completed, report.StopReason);
        Assert.Equal(options, report.Options);
        Assert.True(report.Epochs[0].LearningRate > report.Epochs[1].LearningRate);
        Assert.All(report.Epochs, e => Assert.Equal(["layer1", "layer2", "head"], e.Validation.Select(a => a.Name)));
        Assert.All(report.Epochs.SelectMany(e => e.Training.Concat(e.Validation)), a => Assert.True(a.Loss > 0 && a.Accuracy is >= 0 and <= 1));
    }
}
