namespace SigProp.Baselines;

/// <summary>What learning rules need of a network.</summary>
internal static class RuleNeeds
{
    /// <summary>Why a rule cannot train a network of layers, a sentence each; empty where it can.</summary>
    public static IEnumerable<string> Misfits(LearningRuleKind rule, NetworkSpec spec)
    {
        if (Why(rule) is not string why || spec.Layers is null)
        {
            yield break;
        }

        if (spec.Head == HeadKind.NearestTarget || (spec.Head == HeadKind.Vote && spec.IsRegression))
        {
            yield return $"Rule is {rule}; it {why}, and the Head is {spec.Head}: choose HeadKind.{(spec.IsRegression ? "Linear" : "Classifier")}.";
        }

        if (rule == LearningRuleKind.DifferenceTargetPropagation && spec.Layers.Any(l => l is ConvolutionSpec))
        {
            yield return $"Rule is {rule}; its inverses are of dense layers, and the network has convolutions. Choose another rule, or dense layers alone.";
        }
    }

    /// <summary>Why a prediction layer has to be there; null where it need not, or where the rule says so itself.</summary>
    private static string? Why(LearningRuleKind rule) => rule switch
    {
        LearningRuleKind.DifferenceTargetPropagation => "sets the first target by a prediction layer's error",
        LearningRuleKind.ErrorForwardPropagation => "sends a prediction layer's error through the network",
        LearningRuleKind.SyntheticGradients => "learns to predict what a prediction layer's error becomes",
        _ => null,
    };
}
