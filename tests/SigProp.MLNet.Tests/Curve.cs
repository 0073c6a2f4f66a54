using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet.Tests;

/// <summary>Rows whose value is a curve of two features, with noise that grows with the first; and a class that few rows have.</summary>
internal static class Curve
{
    public sealed class Row
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        /// <summary>10 + 5 (sin(3 a) + b) + 0.5 (1 + a) times a number of the normal distribution.</summary>
        public float Value { get; set; }

        /// <summary>True with probability 1 / (1 + exp(3 - 4 a b)): in about one of ten rows.</summary>
        public bool Rare { get; set; }

        public float Weight { get; set; } = 1;

        public double Wide { get; set; }
    }

    public static List<Row> Rows(int count = 2000, int seed = 3)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            float a = random.NextSingle(), b = (2 * random.NextSingle()) - 1;
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            return new Row
            {
                Features = [a, b, random.NextSingle()],
                Value = (float)(10 + (5 * (Math.Sin(3 * a) + b)) + (0.5 * (1 + a) * normal)),
                Rare = random.NextDouble() < 1 / (1 + Math.Exp(3 - (4 * a * b))),
            };
        })];
    }

    public static IDataView Load(MLContext context, IEnumerable<Row>? rows = null) => context.Data.LoadFromEnumerable(rows ?? Rows());

    public static SignalPropagationRegressionTrainer Regression(
        MLContext context, Action<SignalPropagationRegressionTrainer.Options>? change = null)
    {
        var options = new SignalPropagationRegressionTrainer.Options
        {
            LabelColumnName = "Value",
            HiddenLayers = [64, 64],
            Epochs = 10,
            LearningRate = 0.003f,
        };
        change?.Invoke(options);
        return context.Regression.Trainers.SignalPropagation(options);
    }

    public static SignalPropagationBinaryTrainer Binary(MLContext context, Action<SignalPropagationBinaryTrainer.Options>? change = null)
    {
        var options = new SignalPropagationBinaryTrainer.Options
        {
            LabelColumnName = "Rare",
            HiddenLayers = [32],
            Epochs = 10,
            LearningRate = 0.003f,
        };
        change?.Invoke(options);
        return context.BinaryClassification.Trainers.SignalPropagation(options);
    }
}
