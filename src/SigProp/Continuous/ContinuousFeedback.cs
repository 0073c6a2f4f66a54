namespace SigProp.Continuous;

/// <summary>How the output reaches the layers before it in a continuous network.</summary>
public enum ContinuousFeedback
{
    /// <summary>By one loop from the output to the first hidden layer, whose weights learn (Fig 2c).</summary>
    LearnedLoop,

    /// <summary>By one loop whose weights stay as they were drawn.</summary>
    FixedLoop,

    /// <summary>By the transposed weights at every layer: classic equilibrium propagation (Scellier and Bengio 2017), for comparison.</summary>
    Symmetric,
}
