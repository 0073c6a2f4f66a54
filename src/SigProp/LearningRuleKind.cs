namespace SigProp;

/// <summary>How a network learns. <see cref="LearningRuleConstraints"/> says of each what it asks of a network (Fig 1).</summary>
public enum LearningRuleKind
{
    /// <summary>Signal propagation (section III): each layer learns at once from its own loss, in one forward pass.</summary>
    SignalPropagation,

    /// <summary>Backpropagation of the classifier's error through all layers (Rumelhart et al. 1986).</summary>
    Backpropagation,

    /// <summary>The classifier alone learns, on layers that stay as they were drawn; the floor to compare with.</summary>
    Shallow,

    /// <summary>Feedback alignment (Lillicrap et al. 2016): the error goes back through fixed random weights, drawn from the seed.</summary>
    FeedbackAlignment,

    /// <summary>Direct feedback alignment (Nøkland 2016): fixed random weights take the output's error straight to each layer; drawn from the seed.</summary>
    DirectFeedbackAlignment,

    /// <summary>Local learning with the losses predsim (Nøkland and Eidnes 2019): each layer has a classifier and a similarity map of its own. These belong
    /// to the rule and not to the network: they are not saved, and <c>Trainer.TrainMore</c> begins them afresh. For classes.</summary>
    LocalLearning,

    /// <summary>As <see cref="LocalLearning"/>, where each layer's own classifier and map send their error back through fixed random weights.</summary>
    LocalLearningFeedbackAlignment,

    /// <summary>Difference target propagation (Lee et al. 2015): learned inverses take targets, in place of gradients, from layer to layer backward. For
    /// dense layers. The inverses are not saved: training further begins them afresh.</summary>
    DifferenceTargetPropagation,

    /// <summary>Error forward propagation (section II, Fig 1e): the output's error enters at the beginning and goes forward through the same weights; how it
    /// moves the state of a layer is that layer's error. Where a regression has as many outputs as inputs, as an auto-encoder has, it is added to the input
    /// (Ohama and Yoshimura 2017); otherwise a fixed random map, drawn from the seed, brings it to the first layer (after Dellaferrera and Kreiman
    /// 2022). On MNIST, networks of four layers learned only with batch normalisation.</summary>
    ErrorForwardPropagation,

    /// <summary>Synthetic gradients (Jaderberg et al. 2017): each layer learns at once from a gradient that a linear map predicts of its output and of what the
    /// row ought to be. The predictors are not saved: training further begins them afresh. On MNIST, networks of four layers
    /// learned only with batch normalisation.</summary>
    SyntheticGradients,
}
