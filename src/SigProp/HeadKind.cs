namespace SigProp;

/// <summary>What makes a prediction (section III-B, Fig 2).</summary>
public enum HeadKind
{
    /// <summary>A linear classifier trained by cross-entropy on the last layer's output (Fig 2b).</summary>
    Classifier,

    /// <summary>The class whose target is most like the last layer's output (Fig 2a, Eq 5); learns nothing of its own. For regression the
    /// expectation over the bins' targets.</summary>
    NearestTarget,

    /// <summary>The mean of the probabilities of all layers and of a classifier, trained as <see cref="Classifier"/> is. For regression of the
    /// layers alone.</summary>
    Vote,

    /// <summary>A linear output for regression, trained by <see cref="NetworkSpec.OutputLoss"/> on the last layer's output.</summary>
    Linear,
}
