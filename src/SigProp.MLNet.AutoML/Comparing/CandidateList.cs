using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;
using SigProp.Continuous;

namespace SigProp.MLNet.AutoML.Comparing;

/// <summary>The candidates that there are for each task.</summary>
internal static partial class CandidateList
{
    private static readonly LearningRuleConstraints s_signalPropagation = LearningRuleConstraints.Of(LearningRuleKind.SignalPropagation);

    /// <summary>The candidates of a task, and those that cannot be.</summary>
    /// <param name="task">The task.</param>
    /// <param name="seed">The seed of trainers that do not take the context's.</param>
    /// <param name="hasNegative">Whether a label of a regression is below 0.</param>
    public static (IReadOnlyList<TrainerCandidate> Candidates, IReadOnlyList<LeftOutTrainer> LeftOut) Of(ComparisonTask task, int seed, bool hasNegative)
    {
        List<TrainerCandidate> candidates = [.. task switch
        {
            ComparisonTask.Binary => OfBinary(seed),
            ComparisonTask.Multiclass => OfMulticlass(seed),
            _ => OfRegression(seed, hasNegative),
        }];
        List<LeftOutTrainer> leftOut = [];
        if (!LightGbmLibrary.IsAvailable)
        {
            candidates.RemoveAll(c => c.Name == LightGbm);
            leftOut.Add(new LeftOutTrainer(LightGbm, "Its native library lib_lightgbm does not load here; the package LightGBM brings it."));
        }

        if (task == ComparisonTask.Regression)
        {
            leftOut.Add(new LeftOutTrainer(Spiking, "Spiking networks predict classes, not numbers."));
            leftOut.Add(new LeftOutTrainer(Continuous, "Networks of continuous time predict classes, not numbers."));
            if (hasNegative)
            {
                leftOut.Add(new LeftOutTrainer(Poisson, "A label is below 0, and Poisson regression predicts counts."));
            }
        }

        return (candidates, leftOut);
    }

    private const string Layers = "SignalPropagation", Spiking = "SpikingSigProp", Continuous = "ContinuousEP", Sdca = "SDCA", Lbfgs = "L-BFGS",
        Perceptron = "AveragedPerceptron", Bayes = "NaiveBayes", Boosted = "FastTree", Forest = "FastForest", Additive = "GAM", LightGbm = "LightGBM",
        Poisson = "Poisson", OnlineDescent = "OnlineGradientDescent";

    private const string AboutLayers = "Dense layers that learn forward only", AboutSdca = "Linear, by stochastic dual coordinate ascent, with one thread",
        AboutLbfgs = "Linear, by a quasi-Newton method, with one thread", AboutBoosted = "Boosted regression trees", AboutForest = "A random forest",
        AboutAdditive = "A sum of curves, one a feature", AboutLightGbm = "Boosted trees of LightGBM", AboutPerceptron = "Linear, by averaged updates on mistakes";

    private static TrainerCandidate Of<TSweep>(
        string name, string about, Func<MLContext, ComparisonColumns, TSweep, IEstimator<ITransformer>> create, bool normalize = false)
        where TSweep : class, new()
        => new()
        {
            Name = name,
            About = about,
            Normalize = normalize,
            Trainer = (context, columns) => context.Auto().CreateSweepableEstimator(
                (MLContext of, TSweep sweep) => create(of, columns, sweep), new SearchSpace<TSweep>()),
        };

    private static TrainerCandidate OfLayers(Func<MLContext, ComparisonColumns, SweepableEstimator> trainer) => new()
    {
        Name = Layers,
        About = AboutLayers,
        Constraints = s_signalPropagation,
        Trainer = trainer,
    };

    private static TrainerCandidate OfSpikes(Func<MLContext, ComparisonColumns, SweepableEstimator> trainer) => new()
    {
        Name = Spiking,
        About = "Spiking neurons that learn forward only",
        Constraints = s_signalPropagation,
        Trainer = trainer,
    };

    private static TrainerCandidate OfStates(Func<MLContext, ComparisonColumns, SweepableEstimator> trainer) => new()
    {
        Name = Continuous,
        About = "A network of continuous time that settles, with a learned loop",
        Constraints = LearningRuleConstraints.Of(ContinuousFeedback.LearnedLoop),
        Trainer = trainer,
    };

    private static float? OrNull(float value) => value > 0 ? value : null;

    private static int? OrNull(int value) => value > 0 ? value : null;
}
