using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet.Tests;

/// <summary>Rows of three classes that a line tells apart, with their label in several forms.</summary>
internal static class Blobs
{
    public sealed class Row
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];

        public string Name { get; set; } = "";

        /// <summary>From 0, as ML.NET reads keys of objects; 3 and above is missing.</summary>
        [KeyType(3)]
        public uint Key { get; set; }

        public float Number { get; set; }

        public double WideNumber { get; set; }

        public float[] Varying { get; set; } = [];
    }

    private static readonly string[] s_names = ["ash", "birch", "cedar"];

    public static List<Row> Rows(int count = 300)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(i => new Row
        {
            Features = [.. Enumerable.Range(0, 4).Select(j => (j == i % 3 ? 3f : 0f) + random.NextSingle())],
            Name = s_names[i % 3],
            Key = (uint)(i % 3),
            Number = i % 3,
            WideNumber = i % 3,
            Varying = [1, 2],
        })];
    }

    public static IDataView Load(MLContext context, IEnumerable<Row>? rows = null) => context.Data.LoadFromEnumerable(rows ?? Rows());

    public static SignalPropagationTrainer Trainer(
        MLContext context, string label, string features = "Features", Action<SignalPropagationTrainer.Options>? change = null)
    {
        var options = new SignalPropagationTrainer.Options
        {
            LabelColumnName = label, FeatureColumnName = features, HiddenLayers = [16], Epochs = 5, LearningRate = 0.03f, ValidationFraction = 0,
        };
        change?.Invoke(options);
        return context.MulticlassClassification.Trainers.SignalPropagation(options);
    }

    /// <summary>The part of the rows whose predicted key is their class.</summary>
    public static double Accuracy(ITransformer model, IDataView data)
    {
        IDataView scored = model.Transform(data);
        return scored.GetColumn<uint>("PredictedLabel").Zip(scored.GetColumn<uint>("Key"), (p, k) => p == k ? 1.0 : 0.0).Average();
    }
}
