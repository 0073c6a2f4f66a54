using SigProp.Continuous;

namespace SigProp;

/// <summary>What a learning rule asks of a network beyond answering (the table of Fig 1).</summary>
/// <param name="Feedback">The connections it needs besides those that answer.</param>
/// <param name="WeightSymmetry">Where feedback must have the weights of the way forward (weight transport).</param>
/// <param name="TypesOfComputation">1 where learning computes as answering does, 2 where errors are computed in another way.</param>
/// <param name="ForwardLocked">Where a layer learns only once the pass forward is complete; nowhere where it learns as soon as it is reached, so that
/// layers may work on different batches (<see cref="PipelineMode"/>).</param>
/// <param name="BackwardLocked">Where layers learn only one after the other, from the last to the first.</param>
/// <param name="GlobalSignal">Whether what is learned from goes through the network, and is not made at each layer or sent straight to it.</param>
public sealed record LearningRuleConstraints(
    FeedbackConnections Feedback, ConstraintExtent WeightSymmetry, int TypesOfComputation, ConstraintExtent ForwardLocked, ConstraintExtent BackwardLocked,
    bool GlobalSignal)
{
    /// <summary>The constraints of a rule on networks of layers, spiking ones too.</summary>
    /// <param name="rule">The rule.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rule.</exception>
    public static LearningRuleConstraints Of(LearningRuleKind rule) => rule switch
    {
        LearningRuleKind.SignalPropagation => new(FeedbackConnections.None, ConstraintExtent.None, 1, ConstraintExtent.None, ConstraintExtent.None, true),
        LearningRuleKind.Backpropagation
            => new(FeedbackConnections.LayerToLayer, ConstraintExtent.Network, 2, ConstraintExtent.Network, ConstraintExtent.Network, true),

        // The output waits for the pass forward; the layers before it learn nothing.
        LearningRuleKind.Shallow => new(FeedbackConnections.None, ConstraintExtent.None, 1, ConstraintExtent.Network, ConstraintExtent.None, false),
        LearningRuleKind.FeedbackAlignment
            => new(FeedbackConnections.LayerToLayer, ConstraintExtent.None, 2, ConstraintExtent.Network, ConstraintExtent.Network, true),
        LearningRuleKind.DirectFeedbackAlignment
            => new(FeedbackConnections.OutputToLayers, ConstraintExtent.None, 2, ConstraintExtent.Network, ConstraintExtent.None, false),
        LearningRuleKind.LocalLearning
            => new(FeedbackConnections.WithinLayer, ConstraintExtent.WithinLayer, 2, ConstraintExtent.WithinLayer, ConstraintExtent.WithinLayer, false),
        LearningRuleKind.LocalLearningFeedbackAlignment
            => new(FeedbackConnections.WithinLayer, ConstraintExtent.None, 2, ConstraintExtent.WithinLayer, ConstraintExtent.None, false),
        LearningRuleKind.DifferenceTargetPropagation
            => new(FeedbackConnections.LayerToLayer, ConstraintExtent.None, 1, ConstraintExtent.Network, ConstraintExtent.Network, true),
        LearningRuleKind.ErrorForwardPropagation
            => new(FeedbackConnections.OutputToInput, ConstraintExtent.None, 2, ConstraintExtent.Network, ConstraintExtent.Network, true),
        LearningRuleKind.SyntheticGradients
            => new(FeedbackConnections.LayerToLayer, ConstraintExtent.UntilPredicted, 2, ConstraintExtent.UntilPredicted, ConstraintExtent.UntilPredicted, true),
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "There is no such learning rule."),
    };

    /// <summary>The constraints of a continuous network's rule: signal propagation in the loop, or classic equilibrium propagation.</summary>
    /// <param name="feedback">Its feedback.</param>
    public static LearningRuleConstraints Of(ContinuousFeedback feedback) => feedback == ContinuousFeedback.Symmetric
        ? new(FeedbackConnections.LayerToLayer, ConstraintExtent.Network, 1, ConstraintExtent.Network, ConstraintExtent.None, true)
        : new(FeedbackConnections.OutputToInput, ConstraintExtent.None, 1, ConstraintExtent.None, ConstraintExtent.None, true);
}
