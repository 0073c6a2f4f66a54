using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace SigProp.MLNet.AutoML.Comparing;

internal static partial class CandidateList
{
    private static IEnumerable<TrainerCandidate> OfRegression(int seed, bool hasNegative) =>
    [
        Of<SdcaSweep>(Sdca, AboutSdca, (context, columns, sweep) => context.Regression.Trainers.Sdca(
            new SdcaRegressionTrainer.Options
            {
                LabelColumnName = columns.Label,
                FeatureColumnName = columns.Features,
                L1Regularization = OrNull(sweep.L1),
                L2Regularization = OrNull(sweep.L2),
                NumberOfThreads = 1,
            }), normalize: true),
        Of<OnlineDescentSweep>(OnlineDescent, "Linear, by stochastic gradient descent row by row", (context, columns, sweep)
            => context.Regression.Trainers.OnlineGradientDescent(
                columns.Label, columns.Features, learningRate: sweep.LearningRate, numberOfIterations: sweep.Iterations), normalize: true),
        .. hasNegative ? Array.Empty<TrainerCandidate>() :
        [
            Of<LbfgsSweep>(Poisson, "Poisson regression by a quasi-Newton method, with one thread", (context, columns, sweep)
                => context.Regression.Trainers.LbfgsPoissonRegression(new LbfgsPoissonRegressionTrainer.Options
                {
                    LabelColumnName = columns.Label,
                    FeatureColumnName = columns.Features,
                    L1Regularization = sweep.L1,
                    L2Regularization = sweep.L2,
                    NumberOfThreads = 1,
                }), normalize: true),
        ],
        Of<FastTreeSweep>(Boosted, AboutBoosted, (context, columns, sweep) => context.Regression.Trainers.FastTree(
            columns.Label, columns.Features, numberOfLeaves: sweep.Leaves, numberOfTrees: sweep.Trees, minimumExampleCountPerLeaf: sweep.RowsPerLeaf,
            learningRate: sweep.LearningRate)),
        Of<FastForestSweep>(Forest, AboutForest, (context, columns, sweep) => context.Regression.Trainers.FastForest(
            new FastForestRegressionTrainer.Options
            {
                LabelColumnName = columns.Label,
                FeatureColumnName = columns.Features,
                NumberOfLeaves = sweep.Leaves,
                NumberOfTrees = sweep.Trees,
                MinimumExampleCountPerLeaf = sweep.RowsPerLeaf,
                Seed = seed,
            })),
        OfLayers((context, columns) => context.Auto().SignalPropagationRegression(columns.Label, columns.Features)),
        Of<LightGbmSweep>(LightGbm, AboutLightGbm, (context, columns, sweep) => context.Regression.Trainers.LightGbm(
            new LightGbmRegressionTrainer.Options
            {
                LabelColumnName = columns.Label,
                FeatureColumnName = columns.Features,
                NumberOfLeaves = OrNull(sweep.Leaves),
                NumberOfIterations = sweep.Iterations,
                NumberOfThreads = 1,
                Seed = seed,
            })),
        Of<GamSweep>(Additive, AboutAdditive, (context, columns, sweep) => context.Regression.Trainers.Gam(
            columns.Label, columns.Features, numberOfIterations: sweep.Iterations, learningRate: sweep.LearningRate)),
    ];
}
