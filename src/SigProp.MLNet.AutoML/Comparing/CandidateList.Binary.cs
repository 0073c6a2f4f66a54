using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace SigProp.MLNet.AutoML.Comparing;

internal static partial class CandidateList
{
    private const string Calibrated = ", with Platt's calibration";

    private static IEnumerable<TrainerCandidate> OfBinary(int seed) =>
    [
        Of<SdcaSweep>(Sdca, AboutSdca, (context, columns, sweep) => context.BinaryClassification.Trainers.SdcaLogisticRegression(
            new SdcaLogisticRegressionBinaryTrainer.Options
            {
                LabelColumnName = columns.Label,
                FeatureColumnName = columns.Features,
                L1Regularization = OrNull(sweep.L1),
                L2Regularization = OrNull(sweep.L2),
                NumberOfThreads = 1,
            }), normalize: true),
        Of<LbfgsSweep>(Lbfgs, AboutLbfgs, (context, columns, sweep) => context.BinaryClassification.Trainers.LbfgsLogisticRegression(
            new LbfgsLogisticRegressionBinaryTrainer.Options
            {
                LabelColumnName = columns.Label,
                FeatureColumnName = columns.Features,
                L1Regularization = sweep.L1,
                L2Regularization = sweep.L2,
                NumberOfThreads = 1,
            }), normalize: true),
        Of<PerceptronSweep>(Perceptron, AboutPerceptron + Calibrated, (context, columns, sweep) => PerceptronOf(context, columns, sweep)
            .Append(context.BinaryClassification.Calibrators.Platt(columns.Label)), normalize: true),
        Of<FastTreeSweep>(Boosted, AboutBoosted, (context, columns, sweep) => BoostedOf(context, columns, sweep)),
        Of<FastForestSweep>(Forest, AboutForest + Calibrated, (context, columns, sweep) => ForestOf(context, columns, sweep, seed)
            .Append(context.BinaryClassification.Calibrators.Platt(columns.Label))),
        OfLayers((context, columns) => context.Auto().SignalPropagationBinary(columns.Label, columns.Features)),
        Of<LightGbmSweep>(LightGbm, AboutLightGbm, (context, columns, sweep) => context.BinaryClassification.Trainers.LightGbm(
            new LightGbmBinaryTrainer.Options
            {
                LabelColumnName = columns.Label,
                FeatureColumnName = columns.Features,
                NumberOfLeaves = OrNull(sweep.Leaves),
                NumberOfIterations = sweep.Iterations,
                NumberOfThreads = 1,
                Seed = seed,
            })),
        OfStates((context, columns) => context.Auto().ContinuousEPBinary(columns.Label, columns.Features)),
        OfSpikes((context, columns) => context.Auto().SpikingSigPropBinary(columns.Label, columns.Features)),
        Of<GamSweep>(Additive, AboutAdditive, (context, columns, sweep) => context.BinaryClassification.Trainers.Gam(
            columns.Label, columns.Features, numberOfIterations: sweep.Iterations, learningRate: sweep.LearningRate)),
    ];

    private static AveragedPerceptronTrainer PerceptronOf(MLContext context, ComparisonColumns columns, PerceptronSweep sweep)
        => context.BinaryClassification.Trainers.AveragedPerceptron(
            columns.Label, columns.Features, decreaseLearningRate: sweep.DecreaseLearningRate, numberOfIterations: sweep.Iterations);

    private static FastTreeBinaryTrainer BoostedOf(MLContext context, ComparisonColumns columns, FastTreeSweep sweep)
        => context.BinaryClassification.Trainers.FastTree(
            columns.Label, columns.Features, numberOfLeaves: sweep.Leaves, numberOfTrees: sweep.Trees, minimumExampleCountPerLeaf: sweep.RowsPerLeaf,
            learningRate: sweep.LearningRate);

    private static FastForestBinaryTrainer ForestOf(MLContext context, ComparisonColumns columns, FastForestSweep sweep, int seed)
        => context.BinaryClassification.Trainers.FastForest(new FastForestBinaryTrainer.Options
        {
            LabelColumnName = columns.Label,
            FeatureColumnName = columns.Features,
            NumberOfLeaves = sweep.Leaves,
            NumberOfTrees = sweep.Trees,
            MinimumExampleCountPerLeaf = sweep.RowsPerLeaf,
            Seed = seed,
        });
}
