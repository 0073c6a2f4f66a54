using Microsoft.ML;
using SigProp.MLNet;
using SigProp.MLNet.Tests;
using SigProp.Training;

namespace SigProp.TorchSharp.Tests.MLNet;

/// <summary>Digits through <see cref="MLContext"/>, trained by libtorch on the processor.</summary>
public sealed class DigitsOnLibtorchTests
{
    /// <summary>Threads of all that is trained here: libtorch's wait for each other in a loop, for which a machine that runs other tests at the same time has no
    /// time.</summary>
    internal const int OneThread = 1;

    private readonly MLContext _context = new(seed: 1);
    private readonly DataOperationsCatalog.TrainTestData _data;

    public DigitsOnLibtorchTests()
        => _data = _context.Data.TrainTestSplit(Digits.Load(_context), testFraction: 0.2, seed: 0);

    [Fact]
    public void It_tells_95_of_100_digits_and_the_saved_model_answers_alike()
    {
        ITransformer model = Digits.Keys(_context)
            .Append(_context.MulticlassClassification.Trainers.SignalPropagation(new SignalPropagationTrainer.Options
            {
                Epochs = 12,
                Threads = OneThread,
                Device = TrainingDevice.Cpu,
            }))
            .Fit(_data.TrainSet);

        Assert.InRange(AccuracyOf(model), 0.95, 1);
        using var file = new MemoryStream();
        _context.Model.Save(model, _data.TrainSet.Schema, file);
        file.Position = 0;
        ITransformer loaded = new MLContext().Model.Load(file, out _);
        Assert.Equal(Digits.Scores(_context, model, _data.TestSet), Digits.Scores(_context, loaded, _data.TestSet));
        TrainingReport report = ReportOf(loaded);
        Assert.Equal("cpu", report.Device);
        Assert.NotEmpty(report.Epochs);
    }

    [Fact]
    public void Spiking_neurons_learn_digits_as_by_the_managed_engine()
        => LearnsAsManaged(device => _context.MulticlassClassification.Trainers.SpikingSigProp(new SpikingSigPropTrainer.Options
        {
            HiddenLayers = [128],
            Epochs = 8,
            LearningRate = 0.005f,
            Threads = OneThread,
            Device = device,
        }));

    [Fact]
    public void Convolutions_with_batch_normalization_learn_digits_as_by_the_managed_engine()
        => LearnsAsManaged(device => _context.MulticlassClassification.Trainers.SignalPropagation(new SignalPropagationTrainer.Options
        {
            Image = new ImageShape(1, 8, 8),
            Layers = NetworkSpec.Create(new ImageShape(1, 8, 8), 10).Convolution(16, batchNormalization: true).MaxPooling().Dense(64).Build().Layers,
            Epochs = 8,
            LearningRate = 0.005f,
            Threads = OneThread,
            Device = device,
        }));

    private void LearnsAsManaged(Func<TrainingDevice, IEstimator<ITransformer>> create)
    {
        ITransformer managed = Digits.Keys(_context).Append(create(TrainingDevice.Managed)).Fit(_data.TrainSet);
        ITransformer libtorch = Digits.Keys(_context).Append(create(TrainingDevice.Cpu)).Fit(_data.TrainSet);

        Assert.Equal(("managed", "cpu"), (ReportOf(managed).Device, ReportOf(libtorch).Device));
        Assert.InRange(AccuracyOf(managed), 0.9, 1);
        Assert.InRange(AccuracyOf(libtorch), AccuracyOf(managed) - 0.03, 1);
    }

    private double AccuracyOf(ITransformer model)
        => _context.MulticlassClassification.Evaluate(model.Transform(_data.TestSet)).MicroAccuracy;

    private static TrainingReport ReportOf(ITransformer chain)
        => ((ISingleFeaturePredictionTransformer<SignalPropagationModelParameters>)((IEnumerable<ITransformer>)chain).Last()).Model.TrainingReport!;
}
