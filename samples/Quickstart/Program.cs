using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.Samples.Quickstart;

/// <summary>Recognises handwritten digits with ML.NET: load, train, evaluate, save, load again, predict.</summary>
internal static class Program
{
    private sealed class Digit
    {
        [LoadColumn(0, 63), VectorType(64), ColumnName("Features")]
        public float[] Pixels { get; set; } = [];

        [LoadColumn(64)]
        public string Name { get; set; } = "";
    }

    private sealed class Answer
    {
        public string Predicted { get; set; } = "";

        public float[] Score { get; set; } = [];
    }

    public static int Main()
    {
        var context = new MLContext(seed: 1);
        string file = Path.Combine(AppContext.BaseDirectory, "digits.csv");
        IDataView data = context.Data.LoadFromTextFile<Digit>(file, separatorChar: ',', hasHeader: true);
        DataOperationsCatalog.TrainTestData split = context.Data.TrainTestSplit(data, testFraction: 0.2, seed: 0);

        // The trainer standardises the features itself, and reads the data once.
        var trainers = context.MulticlassClassification.Trainers;
        ITransformer model = TrainAndEvaluate(context, "Signal propagation", trainers.SignalPropagation(), split);

        // A linear trainer of ML.NET, for comparison; its features must be normalised.
        TrainAndEvaluate(
            context, "L-BFGS (linear)", context.Transforms.NormalizeMeanVariance("Features").Append(trainers.LbfgsMaximumEntropy()), split);

        string saved = Path.Combine(Path.GetTempPath(), "digits-model.zip");
        context.Model.Save(model, data.Schema, saved);
        ITransformer loaded = context.Model.Load(saved, out _);
        File.Delete(saved);

        using var engine = context.Model.CreatePredictionEngine<Digit, Answer>(loaded);
        foreach (Digit digit in context.Data.CreateEnumerable<Digit>(split.TestSet, reuseRowObject: false).Take(5))
        {
            Answer answer = engine.Predict(digit);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"A {digit.Name} is taken for a {answer.Predicted}, with probability {answer.Score.Max():F3}"));
        }

        return 0;
    }

    private static ITransformer TrainAndEvaluate(
        MLContext context, string name, IEstimator<ITransformer> trainer, DataOperationsCatalog.TrainTestData split)
    {
        var pipeline = context.Transforms.Conversion.MapValueToKey("Label", nameof(Digit.Name))
            .Append(trainer)
            .Append(context.Transforms.Conversion.MapKeyToValue(nameof(Answer.Predicted), "PredictedLabel"));

        long start = Stopwatch.GetTimestamp();
        var model = pipeline.Fit(split.TrainSet);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        MulticlassClassificationMetrics metrics = context.MulticlassClassification.Evaluate(model.Transform(split.TestSet));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-20} accuracy {metrics.MicroAccuracy:F3}, log-loss {metrics.LogLoss:F3}, {seconds:F1} s"));
        return model;
    }
}

// Prints, on a machine with 2 cores (seconds differ from machine to machine, the last digits between processor families):
//
// Signal propagation   accuracy 0.981, log-loss 0.067, 2.3 s
// L-BFGS (linear)      accuracy 0.973, log-loss 0.156, 2.1 s
// A 8 is taken for a 8, with probability 1.000
// A 5 is taken for a 5, with probability 1.000
// A 7 is taken for a 7, with probability 0.997
// A 3 is taken for a 3, with probability 0.999
// A 6 is taken for a 6, with probability 1.000
