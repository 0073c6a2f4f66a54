namespace SigProp;

/// <summary>A layer's own loss: how its outputs are compared with targets (section III-C), for learning and for prediction.</summary>
/// <remarks>The losses over pairs compare every sample of a batch with the target of every sample of it, and predict as <see cref="Dot"/>.</remarks>
public enum LocalLossKind
{
    /// <summary>Cross-entropy of the dot products h t^T with every class's target (Eq 6 and 9); the paper's choice.</summary>
    Dot,

    /// <summary>Cross-entropy of the squared Euclidean distances (Eq 7), negated so that the nearest target scores highest.</summary>
    SquaredDistance,

    /// <summary>Over pairs; right are, in equal shares, the targets of samples with the same label.</summary>
    PairsByLabel,

    /// <summary>Over pairs; right are all samples whose previous target is most similar to the sample's own, each with weight 1.</summary>
    PairsMaxAll,

    /// <summary>Over pairs; right is the first sample whose previous target is most similar to the sample's own.</summary>
    PairsMaxOne,

    /// <summary>Over pairs; right are the samples with the k most similar previous targets, each with weight 1.</summary>
    PairsTopK,

    /// <summary>Squared error of the expected value, for regression: the mean of the values of the targets, weighted by the softmax of h t^T.</summary>
    Expectation,
}
