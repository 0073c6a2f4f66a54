using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet.Tests;

/// <summary>The digits data set as ML.NET loads it: <c>Features</c>, 64 pixels, and <c>Digit</c>, a key of 10 texts.</summary>
internal static class Digits
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "data", "digits.csv");

    public static TextLoader.Column[] Columns { get; } =
    [
        new("Features", DataKind.Single, 0, 63),
        new("Digit", DataKind.String, 64),
    ];

    public static IDataView Load(MLContext context)
        => context.Data.LoadFromTextFile(Path, Columns, separatorChar: ',', hasHeader: true);

    public static IEstimator<ITransformer> Keys(MLContext context) => context.Transforms.Conversion.MapValueToKey("Label", "Digit");

    /// <summary>Options for tests that need a model but not a good one.</summary>
    public static SignalPropagationTrainer.Options Quick => new() { HiddenLayers = [32], Epochs = 3 };

    public static float[][] Scores(MLContext context, ITransformer model, IDataView data)
        => [.. model.Transform(data).GetColumn<float[]>("Score")];
}
