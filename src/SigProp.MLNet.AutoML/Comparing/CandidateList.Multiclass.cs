using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.LightGbm;

namespace SigProp.MLNet.AutoML.Comparing;

internal static partial class CandidateList
{
    private const string OneVersusAll = ", one for each class against all others";

    private static IEnumerable<TrainerCandidate> OfMulticlass(int seed) =>
    [
        Of<NoSweep>(Bayes, "Naive Bayes: of each feature, whether it is above 0", (context, columns, _)
            => context.MulticlassClassification.Trainers.NaiveBayes(columns.Label, columns.Features)),
        Of<SdcaSweep>(Sdca, AboutSdca, (context, columns, sweep) => context.MulticlassClassification.Trainers.SdcaMaximumEntropy(
            new SdcaMaximumEntropyMulticlassTrainer.Options
            {
                LabelColumnName = columns.Label,
                FeatureColumnName = columns.Features,
                L1Regularization = OrNull(sweep.L1),
                L2Regularization = OrNull(sweep.L2),
                NumberOfThreads = 1,
            }), normalize: true),
        Of<LbfgsSweep>(Lbfgs, AboutLbfgs, (context, columns, sweep) => context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
            new LbfgsMaximumEntropyMulticlassTrainer.Options
            {
                LabelColumnName = columns.Label,
                FeatureColumnName = columns.Features,
                L1Regularization = sweep.L1,
                L2Regularization = sweep.L2,
                NumberOfThreads = 1,
            }), normalize: true),
        Of<PerceptronSweep>(Perceptron, AboutPerceptron + OneVersusAll, (context, columns, sweep)
            => context.MulticlassClassification.Trainers.OneVersusAll(PerceptronOf(context, columns, sweep), columns.Label), normalize: true),
        Of<FastTreeSweep>(Boosted, AboutBoosted + OneVersusAll, (context, columns, sweep)
            => context.MulticlassClassification.Trainers.OneVersusAll(BoostedOf(context, columns, sweep), columns.Label)),
        Of<FastForestSweep>(Forest, AboutForest + OneVersusAll, (context, columns, sweep)
            => context.MulticlassClassification.Trainers.OneVersusAll(ForestOf(context, columns, sweep, seed), columns.Label)),
        OfLayers((context, columns) => context.Auto().SignalPropagationMulticlass(columns.Label, columns.Features)),
        Of<LightGbmSweep>(LightGbm, AboutLightGbm, (context, columns, sweep) => context.MulticlassClassification.Trainers.LightGbm(
            new LightGbmMulticlassTrainer.Options
            {
                LabelColumnName = columns.Label,
                FeatureColumnName = columns.Features,
                NumberOfLeaves = OrNull(sweep.Leaves),
                NumberOfIterations = sweep.Iterations,
                NumberOfThreads = 1,
                Seed = seed,
            })),
        OfStates((context, columns) => context.Auto().ContinuousEPMulticlass(columns.Label, columns.Features)),
        OfSpikes((context, columns) => context.Auto().SpikingSigPropMulticlass(columns.Label, columns.Features)),
    ];
}
