using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet.Benchmarks;

/// <summary>The trainers that are compared, each with its default options, behind the same preparation: categories one-hot, missing numbers
/// replaced by the mean; normalised for the linear trainers, which need it, and for no other.</summary>
internal static class TabularTrainers
{
    public static IReadOnlyList<string> Names { get; } = ["sdca", "lbfgs", "fasttree", "fastforest", "sigprop", "backprop"];

    /// <summary>The whole pipeline; null where ML.NET has no such trainer for the task.</summary>
    public static IEstimator<ITransformer>? Create(MLContext context, TabularSet set, string trainer)
    {
        IEstimator<ITransformer> features = Features(context, set, isLinear: trainer is "sdca" or "lbfgs");
        IEstimator<ITransformer>? learner = set.Task switch
        {
            TabularTask.Binary => Binary(context, trainer),
            TabularTask.Multiclass => Multiclass(context, trainer),
            _ => Regression(context, trainer),
        };
        return learner is null ? null : new EstimatorChain<ITransformer>().Append(features).AppendCacheCheckpoint(context).Append(learner);
    }

    private static IEstimator<ITransformer> Features(MLContext context, TabularSet set, bool isLinear)
    {
        IEstimator<ITransformer> chain = context.Transforms.Concatenate("Numbers", [.. set.NumberColumns])
            .Append(context.Transforms.ReplaceMissingValues("Numbers", replacementMode: Microsoft.ML.Transforms.MissingValueReplacingEstimator.ReplacementMode.Mean));
        if (set.TextColumns.Count > 0)
        {
            chain = chain.Append(context.Transforms.Categorical.OneHotEncoding([.. set.TextColumns.Select(c => new InputOutputColumnPair(c))]));
        }

        chain = chain.Append(context.Transforms.Concatenate("Features", ["Numbers", .. set.TextColumns]));
        return isLinear ? chain.Append(context.Transforms.NormalizeMeanVariance("Features")) : chain;
    }

    private static IEstimator<ITransformer>? Binary(MLContext context, string trainer)
    {
        BinaryClassificationCatalog.BinaryClassificationTrainers trainers = context.BinaryClassification.Trainers;
        return trainer switch
        {
            "sdca" => trainers.SdcaLogisticRegression(),
            "lbfgs" => trainers.LbfgsLogisticRegression(),
            "fasttree" => trainers.FastTree(),
            "fastforest" => trainers.FastForest().Append(context.BinaryClassification.Calibrators.Platt()),
            "sigprop" => trainers.SignalPropagation(),
            _ => trainers.SignalPropagation(new SignalPropagationBinaryTrainer.Options { Rule = LearningRuleKind.Backpropagation }),
        };
    }

    private static IEstimator<ITransformer> Multiclass(MLContext context, string trainer)
    {
        MulticlassClassificationCatalog.MulticlassClassificationTrainers trainers = context.MulticlassClassification.Trainers;
        return trainer switch
        {
            "sdca" => trainers.SdcaMaximumEntropy(),
            "lbfgs" => trainers.LbfgsMaximumEntropy(),
            "fasttree" => trainers.OneVersusAll(context.BinaryClassification.Trainers.FastTree()),
            "fastforest" => trainers.OneVersusAll(context.BinaryClassification.Trainers.FastForest()),
            "sigprop" => trainers.SignalPropagation(),
            _ => trainers.SignalPropagation(new SignalPropagationTrainer.Options { Rule = LearningRuleKind.Backpropagation }),
        };
    }

    private static IEstimator<ITransformer>? Regression(MLContext context, string trainer)
    {
        RegressionCatalog.RegressionTrainers trainers = context.Regression.Trainers;
        return trainer switch
        {
            "sdca" => trainers.Sdca(),
            "lbfgs" => null,
            "fasttree" => trainers.FastTree(),
            "fastforest" => trainers.FastForest(),
            "sigprop" => trainers.SignalPropagation(),

            // Its layers have no losses of their own, and no bins to answer with: the linear output learns.
            _ => trainers.SignalPropagation(new SignalPropagationRegressionTrainer.Options
            {
                Rule = LearningRuleKind.Backpropagation,
                Loss = LocalLossKind.Dot,
                Head = HeadKind.Linear,
            }),
        };
    }
}
