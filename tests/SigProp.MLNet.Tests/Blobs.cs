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

    /// <summary>A trainer of several classes that is soon done.</summary>
    /// <param name="context">ML.NET's.</param>
    /// <param name="trainer">Its name.</param>
    /// <param name="label">The label column.</param>
    /// <param name="features">The feature column.</param>
    /// <param name="change">Changes its options.</param>
    public static SignalPropagationTrainerBase<SignalPropagationPredictionTransformer, SignalPropagationModelParameters> TrainerOf(
        MLContext context, string trainer, string label, string features = "Features", Action<NetworkTrainerOptions>? change = null)
    {
        var trainers = context.MulticlassClassification.Trainers;
        return trainer switch
        {
            EstimatorTests.Layers => trainers.SignalPropagation(Complete(new SignalPropagationTrainer.Options())),
            EstimatorTests.Spikes => trainers.SpikingSigProp(Complete(new SpikingSigPropTrainer.Options())),
            EstimatorTests.States => trainers.ContinuousEP(Complete(new ContinuousEPTrainer.Options())),
            _ => throw new ArgumentOutOfRangeException(nameof(trainer), trainer, "Unknown trainer."),
        };

        T Complete<T>(T options)
            where T : NetworkTrainerOptions
        {
            options.LabelColumnName = label;
            options.FeatureColumnName = features;
            options.HiddenLayers = [16];
            options.Epochs = 5;
            options.ValidationFraction = 0;
            if (options is LayeredTrainerOptions layered)
            {
                layered.LearningRate = 0.03f;
            }
            else if (options is ContinuousEPTrainer.Options states)
            {
                (states.BatchSize, states.LearningRates) = (8, [0.5f, 0.2f]);
            }

            change?.Invoke(options);
            return options;
        }
    }

    /// <summary>The trainer of plain layers, for tests of what it alone can do.</summary>
    public static SignalPropagationTrainer Trainer(
        MLContext context, string label, string features = "Features", Action<SignalPropagationTrainer.Options>? change = null)
        => (SignalPropagationTrainer)TrainerOf(context, EstimatorTests.Layers, label, features, o => change?.Invoke((SignalPropagationTrainer.Options)o));

    /// <summary>The part of the rows whose predicted key is their class.</summary>
    public static double Accuracy(ITransformer model, IDataView data)
    {
        IDataView scored = model.Transform(data);
        return scored.GetColumn<uint>("PredictedLabel").Zip(scored.GetColumn<uint>("Key"), (p, k) => p == k ? 1.0 : 0.0).Average();
    }
}
