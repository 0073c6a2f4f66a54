using Microsoft.ML.SearchSpace;
using Microsoft.ML.Trainers;
using SigProp.MLNet;
using SigProp.MLNet.AutoML;

namespace Microsoft.ML.AutoML;

/// <summary>Adds signal propagation to what AutoML can sweep: trainers with search spaces, to be appended to a <see cref="SweepablePipeline"/>, by
/// themselves or beside others.</summary>
/// <remarks>Each trial builds a trainer anew. The first has the trainer's own defaults, where the tuner begins with the defaults of the search
/// space.</remarks>
public static partial class SigPropAutoCatalog
{
    /// <summary>A <see cref="SignalPropagationTrainer"/> to be swept: one of several classes.</summary>
    /// <param name="catalog">AutoML's catalog, <c>mlContext.Auto()</c>.</param>
    /// <param name="labelColumnName">The label column: a key, or whole numbers from 0 as Single or Double.</param>
    /// <param name="featureColumnName">The feature column: a vector of Single of known size.</param>
    /// <param name="exampleWeightColumnName">The column of Single that says what each row weighs; null (default) where all weigh the same.</param>
    /// <param name="searchSpace">What is swept, and how far; null (default) for all of <see cref="SignalPropagationSweepOptions"/>.</param>
    /// <param name="configure">Sets what is not swept, in the options of each trainer; null (default) leaves the defaults.</param>
    public static SweepableEstimator SignalPropagationMulticlass(
        this AutoCatalog catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        SearchSpace<SignalPropagationSweepOptions>? searchSpace = null,
        Action<SignalPropagationTrainer.Options>? configure = null)
        => Create(
            catalog, searchSpace, labelColumnName, featureColumnName, exampleWeightColumnName, configure, swept => swept.SetIn(new SignalPropagationTrainer.Options()),
            (context, options) => context.MulticlassClassification.Trainers.SignalPropagation(options));

    /// <summary>A <see cref="SignalPropagationBinaryTrainer"/> to be swept: two classes.</summary>
    /// <param name="catalog">AutoML's catalog, <c>mlContext.Auto()</c>.</param>
    /// <param name="labelColumnName">The label column: Boolean.</param>
    /// <param name="featureColumnName">The feature column: a vector of Single of known size.</param>
    /// <param name="exampleWeightColumnName">The column of Single that says what each row weighs; null (default) where all weigh the same.</param>
    /// <param name="searchSpace">What is swept, and how far; null (default) for all of <see cref="SignalPropagationSweepOptions"/>.</param>
    /// <param name="configure">Sets what is not swept, in the options of each trainer; null (default) leaves the defaults.</param>
    public static SweepableEstimator SignalPropagationBinary(
        this AutoCatalog catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        SearchSpace<SignalPropagationSweepOptions>? searchSpace = null,
        Action<SignalPropagationBinaryTrainer.Options>? configure = null)
        => Create(
            catalog, searchSpace, labelColumnName, featureColumnName, exampleWeightColumnName, configure,
            swept => swept.SetIn(new SignalPropagationBinaryTrainer.Options()),
            (context, options) => context.BinaryClassification.Trainers.SignalPropagation(options));

    /// <summary>A <see cref="SignalPropagationRegressionTrainer"/> to be swept: a number.</summary>
    /// <param name="catalog">AutoML's catalog, <c>mlContext.Auto()</c>.</param>
    /// <param name="labelColumnName">The label column: Single or Double.</param>
    /// <param name="featureColumnName">The feature column: a vector of Single of known size.</param>
    /// <param name="exampleWeightColumnName">The column of Single that says what each row weighs; null (default) where all weigh the same.</param>
    /// <param name="searchSpace">What is swept, and how far; null (default) for all of <see cref="SignalPropagationSweepOptions"/>.</param>
    /// <param name="configure">Sets what is not swept, in the options of each trainer; null (default) leaves the defaults.</param>
    public static SweepableEstimator SignalPropagationRegression(
        this AutoCatalog catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        SearchSpace<SignalPropagationSweepOptions>? searchSpace = null,
        Action<SignalPropagationRegressionTrainer.Options>? configure = null)
        => Create(
            catalog, searchSpace, labelColumnName, featureColumnName, exampleWeightColumnName, configure,
            swept => swept.SetIn(new SignalPropagationRegressionTrainer.Options()),
            (context, options) => context.Regression.Trainers.SignalPropagation(options));

    private static SweepableEstimator Create<TSwept, TOptions>(
        AutoCatalog catalog, SearchSpace<TSwept>? searchSpace, string label, string features, string? weight, Action<TOptions>? configure,
        Func<TSwept, TOptions> set, Func<MLContext, TOptions, IEstimator<ITransformer>> create)
        where TSwept : class, new()
        where TOptions : TrainerInputBaseWithWeight
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(label);
        ArgumentException.ThrowIfNullOrEmpty(features);
        return catalog.CreateSweepableEstimator(
            (MLContext context, TSwept swept) =>
            {
                TOptions options = set(swept);
                options.LabelColumnName = label;
                options.FeatureColumnName = features;
                options.ExampleWeightColumnName = weight;
                configure?.Invoke(options);
                return create(context, options);
            },
            searchSpace ?? new SearchSpace<TSwept>());
    }
}
