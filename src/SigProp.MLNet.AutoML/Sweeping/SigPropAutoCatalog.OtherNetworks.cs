using Microsoft.ML.SearchSpace;
using SigProp.MLNet;
using SigProp.MLNet.AutoML;

namespace Microsoft.ML.AutoML;

public static partial class SigPropAutoCatalog
{
    /// <summary>A <see cref="SpikingSigPropTrainer"/> to be swept: one of several classes by a network of spiking neurons.</summary>
    /// <param name="catalog">AutoML's catalog, <c>mlContext.Auto()</c>.</param>
    /// <param name="labelColumnName">The label column: a key, or whole numbers from 0 as Single or Double.</param>
    /// <param name="featureColumnName">The feature column: a vector of Single of known size.</param>
    /// <param name="exampleWeightColumnName">The column of Single that says what each row weighs; null (default) where all weigh the same.</param>
    /// <param name="searchSpace">What is swept, and how far; null (default) for all of <see cref="SpikingSigPropSweepOptions"/>.</param>
    /// <param name="configure">Sets what is not swept, in the options of each trainer; null (default) leaves the defaults.</param>
    public static SweepableEstimator SpikingSigPropMulticlass(
        this AutoCatalog catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        SearchSpace<SpikingSigPropSweepOptions>? searchSpace = null,
        Action<SpikingSigPropTrainer.Options>? configure = null)
        => Create(
            catalog, searchSpace, labelColumnName, featureColumnName, exampleWeightColumnName, configure,
            swept => swept.SetIn(new SpikingSigPropTrainer.Options()),
            (context, options) => context.MulticlassClassification.Trainers.SpikingSigProp(options));

    /// <summary>A <see cref="ContinuousEPTrainer"/> to be swept: one of several classes by a network of continuous time.</summary>
    /// <param name="catalog">AutoML's catalog, <c>mlContext.Auto()</c>.</param>
    /// <param name="labelColumnName">The label column: a key, or whole numbers from 0 as Single or Double.</param>
    /// <param name="featureColumnName">The feature column: a vector of Single of known size.</param>
    /// <param name="exampleWeightColumnName">The column of Single that says what each row weighs; null (default) where all weigh the same.</param>
    /// <param name="searchSpace">What is swept, and how far; null (default) for all of <see cref="ContinuousEPSweepOptions"/>.</param>
    /// <param name="configure">Sets what is not swept, in the options of each trainer; null (default) leaves the defaults.</param>
    public static SweepableEstimator ContinuousEPMulticlass(
        this AutoCatalog catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        SearchSpace<ContinuousEPSweepOptions>? searchSpace = null,
        Action<ContinuousEPTrainer.Options>? configure = null)
        => Create(
            catalog, searchSpace, labelColumnName, featureColumnName, exampleWeightColumnName, configure,
            swept => swept.SetIn(new ContinuousEPTrainer.Options()),
            (context, options) => context.MulticlassClassification.Trainers.ContinuousEP(options));

    /// <summary>A <see cref="SpikingSigPropBinaryTrainer"/> to be swept: two classes by a network of spiking neurons.</summary>
    /// <param name="catalog">AutoML's catalog, <c>mlContext.Auto()</c>.</param>
    /// <param name="labelColumnName">The label column: Boolean.</param>
    /// <param name="featureColumnName">The feature column: a vector of Single of known size.</param>
    /// <param name="exampleWeightColumnName">The column of Single that says what each row weighs; null (default) where all weigh the same.</param>
    /// <param name="searchSpace">What is swept, and how far; null (default) for all of <see cref="SpikingSigPropSweepOptions"/>.</param>
    /// <param name="configure">Sets what is not swept, in the options of each trainer; null (default) leaves the defaults.</param>
    public static SweepableEstimator SpikingSigPropBinary(
        this AutoCatalog catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        SearchSpace<SpikingSigPropSweepOptions>? searchSpace = null,
        Action<SpikingSigPropBinaryTrainer.Options>? configure = null)
        => Create(
            catalog, searchSpace, labelColumnName, featureColumnName, exampleWeightColumnName, configure,
            swept => swept.SetIn(new SpikingSigPropBinaryTrainer.Options()),
            (context, options) => context.BinaryClassification.Trainers.SpikingSigProp(options));

    /// <summary>A <see cref="ContinuousEPBinaryTrainer"/> to be swept: two classes by a network of continuous time.</summary>
    /// <param name="catalog">AutoML's catalog, <c>mlContext.Auto()</c>.</param>
    /// <param name="labelColumnName">The label column: Boolean.</param>
    /// <param name="featureColumnName">The feature column: a vector of Single of known size.</param>
    /// <param name="exampleWeightColumnName">The column of Single that says what each row weighs; null (default) where all weigh the same.</param>
    /// <param name="searchSpace">What is swept, and how far; null (default) for all of <see cref="ContinuousEPSweepOptions"/>.</param>
    /// <param name="configure">Sets what is not swept, in the options of each trainer; null (default) leaves the defaults.</param>
    public static SweepableEstimator ContinuousEPBinary(
        this AutoCatalog catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        SearchSpace<ContinuousEPSweepOptions>? searchSpace = null,
        Action<ContinuousEPBinaryTrainer.Options>? configure = null)
        => Create(
            catalog, searchSpace, labelColumnName, featureColumnName, exampleWeightColumnName, configure,
            swept => swept.SetIn(new ContinuousEPBinaryTrainer.Options()),
            (context, options) => context.BinaryClassification.Trainers.ContinuousEP(options));
}
