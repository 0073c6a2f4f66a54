using Microsoft.ML;
using Microsoft.ML.Data;
using SigProp.Spiking;

namespace SigProp.MLNet.Tests;

/// <summary>Tiny models, one of each kind that a zip can hold, as they are kept under <c>Fixtures</c>.</summary>
internal static class FixtureModels
{
    public sealed class Row
    {
        public float[] Features { get; set; } = [];

        public string Name { get; set; } = "";

        public bool IsLarge { get; set; }

        public float Value { get; set; }
    }

    private static readonly string[] s_names = ["Birke", "Größe \"1\"", "数"];

    public static IReadOnlyList<string> Kinds { get; } =
        ["multiclass", "early-exit", "images", "binary", "regression", "quantiles", "spiking", "spike-rates", "continuous"];

    /// <summary>Rows that a sum tells apart; the first of them misses a feature.</summary>
    public static List<Row> Rows(string kind, int count = 60)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            float[] features = [.. Enumerable.Range(0, kind == "images" ? 16 : 4).Select(j => (j == i % 3 ? 3f : 0f) + random.NextSingle())];
            float sum = features.Sum();
            features[1] = i == 0 ? float.NaN : features[1];
            return new Row { Features = features, Name = s_names[i % 3], IsLarge = i % 3 == 2, Value = (10 * features[0]) + sum };
        })];
    }

    public static IDataView Load(MLContext context, IReadOnlyList<Row> rows)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Features.Length);
        return context.Data.LoadFromEnumerable(rows, schema);
    }

    public static ITransformer Train(MLContext context, string kind)
    {
        IDataView data = Load(context, Rows(kind));
        return kind is "binary" or "regression" or "quantiles"
            ? Trainer(context, kind).Fit(data)
            : context.Transforms.Conversion.MapValueToKey("Label", nameof(Row.Name))
                .Append(Trainer(context, kind))
                .Append(context.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
                .Fit(data);
    }

    private static IEstimator<ITransformer> Trainer(MLContext context, string kind)
    {
        var multiclass = new SignalPropagationTrainer.Options { HiddenLayers = [6, 5], Epochs = 3 };
        var regression = new SignalPropagationRegressionTrainer.Options { LabelColumnName = nameof(Row.Value), HiddenLayers = [6], Epochs = 3, Bins = 8 };
        MulticlassClassificationCatalog.MulticlassClassificationTrainers trainers = context.MulticlassClassification.Trainers;
        switch (kind)
        {
            case "multiclass":
                return trainers.SignalPropagation(multiclass);
            case "early-exit":
                multiclass.EarlyExitMargin = 0.1;
                return trainers.SignalPropagation(multiclass);
            case "images":
                multiclass.Image = new ImageShape(1, 4, 4);
                multiclass.Layers = [new ConvolutionSpec(2) { BatchNormalization = true }, new PoolingSpec(PoolingKind.Max, 2), new DenseSpec(5)];
                return trainers.SignalPropagation(multiclass);
            case "binary":
                return context.BinaryClassification.Trainers.SignalPropagation(nameof(Row.IsLarge), hiddenLayers: [6], epochs: 3);
            case "regression":
                return context.Regression.Trainers.SignalPropagation(regression);
            case "quantiles":
                regression.Quantiles = [0.05, 0.95];
                return context.Regression.Trainers.SignalPropagation(regression);
            case "spiking":
                return trainers.SpikingSigProp(hiddenLayers: [6], epochs: 3);
            case "spike-rates":
                return trainers.SpikingSigProp(new SpikingSigPropTrainer.Options { HiddenLayers = [6], Epochs = 3, Input = SpikingInput.PoissonRate });
            case "continuous":
                return trainers.ContinuousEP(hiddenLayers: [6], epochs: 3);
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of model.");
        }
    }
}
