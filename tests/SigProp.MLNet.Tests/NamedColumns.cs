using Microsoft.ML;

namespace SigProp.MLNet.Tests;

/// <summary>Rows of three named columns, of which the first two say everything about the labels and the third nothing.</summary>
internal static class NamedColumns
{
    public sealed class Row
    {
        public float Length { get; set; }

        public float Weight { get; set; }

        public float Noise { get; set; }

        public string Kind { get; set; } = "";

        public bool Heavy { get; set; }

        public float Price { get; set; }
    }

    public static List<Row> Rows(int count = 600)
    {
        var random = new Random(8);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            float length = random.NextSingle(), weight = random.NextSingle() * 100;
            return new Row
            {
                Length = length,
                Weight = weight,
                Noise = random.NextSingle(),
                Kind = length < 0.33f ? "short" : weight < 50 ? "light" : "heavy",
                Heavy = weight + (40 * length) > 70,
                Price = (30 * length) + (0.1f * weight),
            };
        })];
    }

    public static IDataView Load(MLContext context) => context.Data.LoadFromEnumerable(Rows());

    /// <summary>The three columns as a feature vector whose slots have their names; and the kind as a key.</summary>
    public static IEstimator<ITransformer> Features(MLContext context) => context.Transforms.Conversion.MapValueToKey("Label", "Kind")
        .Append(context.Transforms.NormalizeMinMax([new("Length"), new("Weight"), new("Noise")]))
        .Append(context.Transforms.Concatenate("Features", "Length", "Weight", "Noise"));

    public static void Quick(SignalPropagationOptions options) => (options.HiddenLayers, options.Epochs, options.LearningRate) = ([32], 15, 0.005f);
}
