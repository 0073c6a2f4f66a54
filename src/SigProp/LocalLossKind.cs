namespace SigProp;

/// <summary>How a layer's loss compares its outputs h with its targets t (sections III-B and III-C). Where a class has one target, the first two
/// also answer at an exit; pairs answer as <see cref="Dot"/> does.</summary>
public enum LocalLossKind
{
    /// <summary>Cross-entropy of the dot products with every class's target, h t^T (Eq 6 and 9); the paper's choice.</summary>
    Dot,

    /// <summary>Cross-entropy of minus the squared Euclidean distances to every class's target (Eq 7).</summary>
    SquaredDistance,

    /// <summary>Over all pairs of the batch, h t^T, n x n: right are the targets of rows with the same label, each with weight 1 / their number.</summary>
    PairsByLabel,

    /// <summary>Over all pairs of the batch: right are all targets as alike to the row's own as the most alike one, by the previous targets' dot
    /// products; not divided by their number.</summary>
    PairsMaxAll,

    /// <summary>As <see cref="PairsMaxAll"/>, but only the first of the most alike targets is right.</summary>
    PairsMaxOne,

    /// <summary>As <see cref="PairsMaxAll"/>, but the k most alike targets are right.</summary>
    PairsTopK,

    /// <summary>Regression over quantile bins: the squared error of the expectation sum_k softmax(h t^T)_k c_k, with c_k the mean of bin k.</summary>
    Expectation,
}
