namespace SigProp.Training;

/// <content>What a learning rule cannot train.</content>
public partial class Trainer
{
    private bool IsLocalLearning => Options.Rule is LearningRuleKind.LocalLearning or LearningRuleKind.LocalLearningFeedbackAlignment;

    /// <summary>Why the rule cannot train a network of layers, a sentence each.</summary>
    private IEnumerable<string> RuleMisfits(NetworkSpec spec)
    {
        if (Options.Rule == LearningRuleKind.SignalPropagation || !Enum.IsDefined(Options.Rule) || spec.Continuous is not null || spec.Layers is null)
        {
            yield break;
        }

        // A network that predicts values may not have a classifier, nor the other way round; the specification says so.
        bool headLearns = spec.Head is HeadKind.Classifier or HeadKind.Linear || (spec.Head == HeadKind.Vote && !spec.IsRegression);
        if (IsLocalLearning && spec.IsRegression)
        {
            yield return $"Rule is {Options.Rule}, whose layers each learn from a classifier of their own; a regression has no classes. Choose "
                + "SignalPropagation, or Backpropagation with HeadKind.Linear.";
        }
        else if (!headLearns)
        {
            string why = Options.Rule switch
            {
                LearningRuleKind.Shallow => "Only the prediction layer learns with the shallow rule",
                LearningRuleKind.LocalLearning or LearningRuleKind.LocalLearningFeedbackAlignment
                    => $"{Options.Rule} leaves the targets as they were drawn, and a prediction layer answers",
                _ => $"{Options.Rule} starts from a prediction layer's error",
            };
            yield return $"{why}; choose HeadKind.{(spec.IsRegression ? HeadKind.Linear : HeadKind.Classifier)}.";
        }

        if (spec.Spiking is not null && Options.Rule is not (LearningRuleKind.Backpropagation or LearningRuleKind.Shallow))
        {
            yield return $"Rule is {Options.Rule}; a spiking network learns by SignalPropagation, or for comparison by Backpropagation or Shallow. Choose one "
                + "of these.";
        }

        // What is before the first layer needs no inverse.
        if (Options.Rule == LearningRuleKind.DifferenceTargetPropagation
            && spec.Layers.SkipWhile(l => l is not LearningLayerSpec).FirstOrDefault(l => l is not (DenseSpec or FlattenSpec)) is LayerSpec layer)
        {
            yield return $"Rule is {Options.Rule}; its inverses are of dense layers, and the network has a {layer.GetType().Name}. Choose another rule, or "
                + "dense layers alone.";
        }
    }
}
