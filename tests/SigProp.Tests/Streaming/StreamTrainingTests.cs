using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Tests.Training;
using SigProp.Training;

namespace SigProp.Tests.Streaming;

/// <summary>Training from a source of rows, through a buffer that shuffles them.</summary>
public sealed class StreamTrainingTests
{
    private static readonly NetworkSpec s_spec = NetworkSpec.Create(4, 3).Dense(16).Dense(12).Build();

    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 4,
        BatchSize = 16,
        Threads = 1,
        Seed = 5,
        ShuffleBuffer = 100,
        Optimizer = new AdamSpec { LearningRate = 0.01f },
    };

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(100_000)]
    public void It_learns_as_well_as_in_memory(int buffer)
    {
        Dataset data = Given.Clouds(600), unseen = Given.Clouds(300, seed: 2);
        Network inMemory = new Trainer(s_options).Train(s_spec, data).Network;
        TrainingResult streamed = new Trainer(s_options with { ShuffleBuffer = buffer }).Train(s_spec, new DatasetSource(data));
        Assert.InRange(Accuracy(streamed.Network, unseen), Accuracy(inMemory, unseen) - 0.02, 1);
        Assert.Equal(600, streamed.Report.TrainingRows + streamed.Report.ValidationRows);
        Assert.InRange(streamed.Report.ValidationRows, 30, 90);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void The_bits_are_the_same_on_any_number_of_threads(int threads)
    {
        Dataset data = Given.Clouds(700);
        TrainingResult one = new Trainer(s_options).Train(s_spec, new DatasetSource(data));
        TrainingResult several = new Trainer(s_options with { Threads = threads }).Train(s_spec, new DatasetSource(data));
        Assert.Equal(Given.Tensors(one.Network), Given.Tensors(several.Network));
        TrainingResult other = new Trainer(s_options with { Seed = 6 }).Train(s_spec, new DatasetSource(data));
        Assert.NotEqual(Given.Tensors(one.Network), Given.Tensors(other.Network));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_row_is_learned_once_an_epoch_and_every_pass_is_closed(int threads)
    {
        var source = new DatasetSource(Given.Clouds(3001));
        TrainingReport report = new Trainer(s_options with { Threads = threads, Epochs = 3, ValidationFraction = 0 }).Train(s_spec, source).Report;
        Assert.Equal((0, 4), (source.Opened, source.Passes));
        Assert.Equal((3001, 0, 3), (report.TrainingRows, report.ValidationRows, report.Epochs.Count));
    }

    [Fact]
    public void A_regression_learns_its_bins_scaling_and_rows()
    {
        Dataset data = Line(800, seed: 1);
        foreach (NetworkSpec spec in new[] { NetworkSpec.CreateRegression(3).Dense(24).Build(), NetworkSpec.CreateRegression(3).Dense(24).Build() with { Head = HeadKind.Linear } })
        {
            TrainingOptions options = s_options with { Epochs = 15, ShuffleBuffer = 200 };
            Network network = new Trainer(options).Train(spec, new DatasetSource(data)).Network;
            Assert.InRange(RegressionEvaluation.Of(network, Line(300, seed: 2)).R2, 0.9, 1);
        }
    }

    [Fact]
    public void The_bins_are_those_of_all_rows()
    {
        Dataset data = Line(800, seed: 1);
        NetworkSpec spec = NetworkSpec.CreateRegression(3).Dense(8).Build();
        TrainingOptions options = s_options with { Epochs = 1, ValidationFraction = 0 };
        Network streamed = new Trainer(options).Train(spec, new DatasetSource(data)).Network;
        Network inMemory = new Trainer(options).Train(spec, data).Network;
        Assert.Equal(inMemory.GetTensor("output.edges").ToArray(), streamed.GetTensor("output.edges").ToArray());
        Assert.Equal(inMemory.GetTensor("output.mean").ToArray(), streamed.GetTensor("output.mean").ToArray());
    }

    [Fact]
    public void Rows_without_weight_teach_nothing()
    {
        // Every other row lies: its class is another, and it weighs nothing.
        Dataset honest = Given.Clouds(800);
        int[] labels = [.. Enumerable.Range(0, 800).Select(i => i % 2 == 0 ? honest.Label(i) : (honest.Label(i) + 1) % 3)];
        float[] weights = [.. Enumerable.Range(0, 800).Select(i => i % 2 == 0 ? 1f : 0f)];
        var data = new Dataset([.. Enumerable.Range(0, 800).SelectMany(i => honest.Row(i).ToArray())], 4, labels, 3, weights);
        Network network = new Trainer(s_options).Train(s_spec, new DatasetSource(data)).Network;
        Assert.InRange(Accuracy(network, honest), 0.95, 1);
    }

    [Fact]
    public void Balanced_classes_weigh_the_same_as_in_memory()
    {
        Dataset all = Given.Clouds(600);
        Dataset data = all.Select([.. Enumerable.Range(0, 600).Where(i => all.Label(i) > 0 || i % 10 == 0)]);
        TrainingOptions options = s_options with { ClassWeights = ClassWeighting.Balanced, ValidationFraction = 0 };
        var split = TrainingSplit.Of(options, data, null);
        RowWeights inMemory = split.Weigh(options.ClassWeights);
        RowWeights streamed = new StreamSurvey(new DatasetSource(data), options, null).Read(null, default).Weigh(options.ClassWeights);
        for (int row = 0; row < data.Count; row++)
        {
            Assert.Equal(inMemory.Of(data, row), streamed.Of(data.Label(row), 1f), 1e-5f);
        }
    }

    [Fact]
    public void Images_are_varied()
    {
        Dataset data = Given.Clouds(200);
        NetworkSpec spec = NetworkSpec.Create(new ImageShape(1, 2, 2), 3).Dense(8).Build();
        TrainingOptions options = s_options with { Augmentation = new ImageAugmentation { HorizontalFlip = true } };
        Network varied = new Trainer(options).Train(spec, new DatasetSource(data)).Network;
        Network plain = new Trainer(s_options).Train(spec, new DatasetSource(data)).Network;
        Assert.NotEqual(Given.Tensors(plain), Given.Tensors(varied));
    }

    [Fact]
    public void Two_runs_are_one_run_bit_for_bit()
    {
        var source = new DatasetSource(Given.Clouds(300));
        TrainingOptions options = s_options with { ValidationFraction = 0, Schedule = LearningRateSchedule.Constant, Epochs = 2 };
        TrainingResult first = new Trainer(options).Train(s_spec, source);
        TrainingResult second = new Trainer(options).TrainMore(first.Network, first.State, source);
        TrainingResult once = new Trainer(options with { Epochs = 4 }).Train(s_spec, source);
        Assert.Equal(Given.Tensors(once.Network), Given.Tensors(second.Network));
        Assert.Equal(4, second.State.Epochs);
    }

    [Fact]
    public void New_classes_are_added_where_that_is_asked_for()
    {
        Network two = new Trainer(s_options).Train(NetworkSpec.Create(4, 2).Dense(8).Build(), Given.Clouds(100, classes: 2)).Network;
        var source = new DatasetSource(Given.Clouds(300));
        Assert.Throws<ArgumentException>(() => new Trainer(s_options).TrainMore(two, null, source));
        Network three = new Trainer(s_options with { AddClasses = true }).TrainMore(two, null, source).Network;
        Assert.Equal((2, 3), (two.ClassCount, three.ClassCount));
    }

    [Fact]
    public void Validation_rows_that_are_given_are_used_and_training_stops_early()
    {
        Dataset data = Given.Clouds(300), validation = Given.Clouds(90, seed: 2);
        TrainingOptions options = s_options with { Epochs = 200, Patience = 2 };
        TrainingReport report = new Trainer(options).Train(s_spec, new DatasetSource(data), validation).Report;
        Assert.Equal((300, 90, StopReason.EarlyStopping), (report.TrainingRows, report.ValidationRows, report.StopReason));
        Assert.True(report.BestEpoch <= report.Epochs.Count - 2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Cancelled_in_an_epoch_it_keeps_the_best_network(int threads)
    {
        using var stop = new CancellationTokenSource();
        var source = new DatasetSource(Given.Clouds(5000)) { Before = (pass, row) => Cancel(stop, pass == 4 && row == 4000) };
        TrainingResult result = new Trainer(s_options with { Threads = threads }).Train(s_spec, source, cancellationToken: stop.Token);
        Assert.Equal(StopReason.Cancelled, result.Report.StopReason);
        Assert.InRange(result.Report.Epochs.Count, 2, 3);
        Assert.Equal(0, source.Opened);
    }

    [Fact]
    public void Cancelled_in_the_first_pass_nothing_comes_of_it()
    {
        using var stop = new CancellationTokenSource();
        var source = new DatasetSource(Given.Clouds(5000)) { Before = (_, row) => Cancel(stop, row == 100) };
        Assert.Throws<OperationCanceledException>(() => new Trainer(s_options).Train(s_spec, source, cancellationToken: stop.Token));
        Assert.Equal((0, 1), (source.Opened, source.Passes));
    }

    [Fact]
    public void The_first_pass_and_every_epoch_are_reported()
    {
        var watch = new Watch();
        var source = new DatasetSource(Given.Clouds(4096)) { Before = (pass, row) => Thread.Sleep(pass == 1 && row == 1000 ? 250 : 0) };
        new Trainer(s_options with { Epochs = 2 }).Train(s_spec, source, null, watch);
        Assert.InRange(watch.Reports[0].RowsSurveyed, 1024, 4096);
        Assert.Equal([1, 2], watch.Epochs.Select(e => e.Epoch));
        Assert.All(watch.Reports.SkipWhile(r => r.RowsSurveyed > 0), r => Assert.Equal(0, r.RowsSurveyed));
    }

    private static void Cancel(CancellationTokenSource source, bool now)
    {
        if (now)
        {
            source.Cancel();
        }
    }

    private static double Accuracy(Network network, Dataset data) => Evaluation.Of(network, data).Accuracy;

    private static Dataset Line(int rows, int seed)
    {
        float[] features = Given.Uniform(rows * 3, seed);
        return Dataset.ForRegression(features, 3, [.. Enumerable.Range(0, rows).Select(i => 5 + (2 * features[3 * i]) - features[(3 * i) + 1])]);
    }
}
