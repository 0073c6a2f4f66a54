using Microsoft.ML;
using Microsoft.ML.Data;
using SigProp.MLNet;
using SigProp.MLNet.Tests;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.TorchSharp.Tests.MLNet;

/// <summary>What the ML.NET trainers do by the managed engine they do by libtorch.</summary>
public sealed class TrainersOnLibtorchTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly IDataView _data;

    public TrainersOnLibtorchTests() => _data = Blobs.Load(_context);

    public static TheoryData<string> Trainers => DeviceChoiceTests.Trainers;

    [Theory]
    [MemberData(nameof(Trainers))]
    public void They_measure_on_a_validation_set(string name)
    {
        AnyTrainer trainer = Of(name);

        TrainingReport report = trainer.ModelOf(trainer.Validated(_data, Blobs.Load(_context, Blobs.Rows(60)))).Training!;

        Assert.Equal((300, 60, "cpu"), (report.TrainingRows, report.ValidationRows, report.Device));
        Assert.NotEmpty(report.Epochs[^1].Validation);
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void They_read_the_rows_in_every_epoch_where_they_are_to(string name)
    {
        AnyTrainer trainer = Of(name, o => (o.Streaming, o.Epochs) = (true, 2));

        Assert.Equal((300, "cpu"), Facts(trainer, trainer.Fit(_data)));
        Assert.Equal((60, "cpu"), Facts(trainer, trainer.More(Blobs.Load(_context, Blobs.Rows(60)), trainer.Fit(_data))));
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void With_the_training_state_two_fits_are_one(string name)
    {
        AnyTrainer Trainer(int epochs) => Of(name, o =>
        {
            // An average is of the steps of one fit.
            (o.Epochs, o.KeepTrainingState, o.Schedule, o.WeightAveraging) = (epochs, true, LearningRateSchedule.Constant, 0);
            o.Dropout = 0;
        });

        Model once = Trainer(5).ModelOf(Trainer(5).Fit(_data)), twice = Trainer(2).ModelOf(Trainer(2).More(_data, SaveAndLoad(Trainer(3).Fit(_data))));

        Assert.NotNull(twice.State);
        Assert.InRange(DistanceOf(once, twice), 0, 1e-4);
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void They_go_on_from_a_model_of_the_managed_engine_and_it_from_theirs(string name)
    {
        AnyTrainer libtorch = Of(name, o => o.KeepTrainingState = true), managed = Of(name, o => (o.KeepTrainingState, o.Device) = (true, TrainingDevice.Managed));

        Assert.Equal((300, "cpu"), Facts(libtorch, libtorch.More(_data, managed.Fit(_data))));
        Assert.Equal((300, "managed"), Facts(managed, managed.More(_data, libtorch.Fit(_data))));
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void A_token_ends_training_and_the_best_network_is_kept(string name)
    {
        using var stop = new CancellationTokenSource();
        int completed = 0;
        AnyTrainer trainer = Of(name, o =>
        {
            o.Epochs = 1000;
            o.CancellationToken = stop.Token;
            o.Progress = new Told(p =>
            {
                if (p.Completed is not null && ++completed == 2)
                {
                    stop.Cancel();
                }
            });
        });

        TrainingReport report = trainer.ModelOf(trainer.Fit(_data)).Training!;

        Assert.Equal(StopReason.Cancelled, report.StopReason);
        Assert.Equal((2, 2), (completed, report.Epochs.Count));
    }

    [Fact]
    public void A_context_that_is_cancelled_ends_Fit()
    {
        AnyTrainer trainer = Of("SignalPropagation", o => o.Progress = new Told(_ => throw new OperationCanceledException()));

        Assert.Throws<OperationCanceledException>(() => trainer.Fit(_data));
        Assert.Equal((300, "cpu"), Facts(Of("SignalPropagation"), Of("SignalPropagation").Fit(_data)));
    }

    [Fact]
    public void Rows_weigh_what_their_column_says()
    {
        double LossBy(TrainingDevice device, string? weight) => _context.Regression.Trainers.SignalPropagation(new SignalPropagationRegressionTrainer.Options
        {
            LabelColumnName = "Value",
            ExampleWeightColumnName = weight,
            HiddenLayers = [16],
            Dropout = 0,
            Epochs = 3,
            Seed = 1,
            Threads = DigitsOnLibtorchTests.OneThread,
            Device = device,
        }).Fit(Curve.Load(_context, Curve.Rows(500).Select((row, i) =>
        {
            row.Weight = i % 2 == 0 ? 10 : 0.1f;
            return row;
        }))).Model.TrainingReport!.Epochs[^1].Training[^1].Loss;

        double weighed = LossBy(TrainingDevice.Cpu, "Weight");

        Assert.InRange(LossBy(TrainingDevice.Managed, "Weight") / weighed, 0.999, 1.001);
        Assert.NotInRange(LossBy(TrainingDevice.Cpu, null) / weighed, 0.95, 1.05);
    }

    [Fact]
    public void A_value_is_predicted_as_well()
    {
        IDataView test = Curve.Load(_context, Curve.Rows(1000, seed: 4));
        RegressionMetrics MetricsBy(TrainingDevice device) => _context.Regression.Evaluate(
            Curve.Regression(_context, o => (o.Device, o.Threads) = (device, DigitsOnLibtorchTests.OneThread)).Fit(Curve.Load(_context)).Transform(test), "Value");

        Assert.InRange(MetricsBy(TrainingDevice.Cpu).RSquared, MetricsBy(TrainingDevice.Managed).RSquared - 0.02, 1);
    }

    [Fact]
    public void Two_classes_are_told_apart_as_well()
    {
        IDataView test = Curve.Load(_context, Curve.Rows(1000, seed: 4));
        CalibratedBinaryClassificationMetrics MetricsBy(TrainingDevice device) => _context.BinaryClassification.Evaluate(
            Curve.Binary(_context, o => (o.Device, o.Threads) = (device, DigitsOnLibtorchTests.OneThread)).Fit(Curve.Load(_context)).Transform(test), "Rare");

        Assert.InRange(MetricsBy(TrainingDevice.Cpu).AreaUnderRocCurve, MetricsBy(TrainingDevice.Managed).AreaUnderRocCurve - 0.03, 1);
    }

    private AnyTrainer Of(string name, Action<LayeredTrainerOptions>? change = null) => AnyTrainer.Of(_context, name, o =>
    {
        var options = (LayeredTrainerOptions)o;
        (options.Device, options.Threads) = (TrainingDevice.Cpu, DigitsOnLibtorchTests.OneThread);
        change?.Invoke(options);
    });

    private ITransformer SaveAndLoad(ITransformer model)
    {
        using var file = new MemoryStream();
        _context.Model.Save(model, _data.Schema, file);
        file.Position = 0;
        return _context.Model.Load(file, out _);
    }

    private static (int Rows, string Device) Facts(AnyTrainer trainer, ITransformer model)
    {
        TrainingReport report = trainer.ModelOf(model).Training!;
        return (report.TrainingRows, report.Device);
    }

    /// <summary>The largest difference of two networks' numbers.</summary>
    private static double DistanceOf(Model first, Model second)
        => first.Network.Tensors.Max(t => first.Network.GetTensor(t.Name).ToArray().Zip(second.Network.GetTensor(t.Name).ToArray(), (a, b) => Math.Abs(a - b)).Max());

    private sealed class Told(Action<TrainingProgress> tell) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => tell(value);
    }
}
