using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace SigProp.MLNet.Tests;

/// <summary>What ML.NET builds of a trainer: several classes of two, calibrators, folds, a trainer on the scores of another.</summary>
public sealed class MetaTrainerTests
{
    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_versus_all_tells_digits_as_well_as_ten_classes_at_once(bool useProbabilities)
    {
        var trainer = _context.MulticlassClassification.Trainers.OneVersusAll(Binary(), useProbabilities: useProbabilities);

        Assert.InRange(AccuracyOnDigits(trainer), 0.94, 1);
    }

    [Fact]
    public void Pairwise_coupling_tells_three_classes()
    {
        IDataView data = Blobs.Load(_context);
        var pipeline = _context.Transforms.Conversion.MapValueToKey("Label", "Name")
            .Append(_context.MulticlassClassification.Trainers.PairwiseCoupling(Binary()));

        Assert.InRange(_context.MulticlassClassification.Evaluate(pipeline.Fit(data).Transform(data)).MicroAccuracy, 0.97, 1);
    }

    [Theory]
    [InlineData("Platt")]
    [InlineData("Isotonic")]
    [InlineData("Naive")]
    public void Calibrators_take_the_scores(string calibrator)
    {
        IDataView data = Curve.Load(_context);
        var calibrators = _context.BinaryClassification.Calibrators;
        IEstimator<ITransformer> last = calibrator switch
        {
            "Platt" => calibrators.Platt("Rare"),
            "Isotonic" => calibrators.Isotonic("Rare"),
            _ => calibrators.Naive("Rare"),
        };

        IDataView scored = Curve.Binary(_context).Append(last).Fit(data).Transform(data);
        CalibratedBinaryClassificationMetrics metrics = _context.BinaryClassification.Evaluate(scored, "Rare");

        Assert.All(scored.GetColumn<float>("Probability"), p => Assert.InRange(p, 0, 1));
        Assert.True(metrics.LogLoss < metrics.Entropy, $"Log-loss is {metrics.LogLoss}, of the mean alone {metrics.Entropy}.");
    }

    [Fact]
    public void CrossValidate_measures_two_classes_and_values()
    {
        IDataView data = Curve.Load(_context);

        var classes = _context.BinaryClassification.CrossValidate(data, Curve.Binary(_context), 3, "Rare");
        var values = _context.Regression.CrossValidate(data, Curve.Regression(_context), 3, "Value");

        Assert.All(classes, fold => Assert.InRange(fold.Metrics.AreaUnderRocCurve, 0.6, 1));
        Assert.All(values, fold => Assert.InRange(fold.Metrics.RSquared, 0.9, 1));
        Assert.All(classes, fold => Assert.NotNull(fold.Model));
    }

    [Fact]
    public void Scores_are_features_for_another_trainer()
    {
        IDataView data = Digits.Load(_context);
        var pipeline = Digits.Keys(_context)
            .Append(_context.MulticlassClassification.Trainers.SignalPropagation(new SignalPropagationTrainer.Options { HiddenLayers = [64], Epochs = 10 }))
            .Append(_context.Transforms.CopyColumns("First", "Score"))
            .Append(_context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(featureColumnName: "First"));

        MulticlassClassificationMetrics metrics = _context.MulticlassClassification.Evaluate(pipeline.Fit(data).Transform(data));

        Assert.InRange(metrics.MicroAccuracy, 0.93, 1);
    }

    private SignalPropagationBinaryTrainer Binary() => _context.BinaryClassification.Trainers.SignalPropagation(
        new SignalPropagationBinaryTrainer.Options { HiddenLayers = [64], Epochs = 10 });

    private double AccuracyOnDigits(IEstimator<ITransformer> trainer)
    {
        DataOperationsCatalog.TrainTestData split = _context.Data.TrainTestSplit(Digits.Load(_context), testFraction: 0.2, seed: 0);
        var model = Digits.Keys(_context).Append(trainer).Fit(split.TrainSet);
        return _context.MulticlassClassification.Evaluate(model.Transform(split.TestSet)).MicroAccuracy;
    }
}
