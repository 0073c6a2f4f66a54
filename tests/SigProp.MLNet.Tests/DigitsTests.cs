using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace SigProp.MLNet.Tests;

public sealed class DigitsTests
{
    [Fact]
    public void The_default_options_tell_95_of_100_digits()
    {
        var context = new MLContext(seed: 1);
        DataOperationsCatalog.TrainTestData split = context.Data.TrainTestSplit(Digits.Load(context), testFraction: 0.2, seed: 0);

        var model = Digits.Keys(context).Append(context.MulticlassClassification.Trainers.SignalPropagation()).Fit(split.TrainSet);
        MulticlassClassificationMetrics metrics = context.MulticlassClassification.Evaluate(model.Transform(split.TestSet));

        Assert.InRange(metrics.MicroAccuracy, 0.95, 1);
        Assert.InRange(metrics.LogLoss, 0, 0.25);
    }
}
