namespace SigProp.Spiking;

/// <summary>How features reach the first layer's neurons in time.</summary>
public enum SpikingInput
{
    /// <summary>The same current at every step: the first layer's affine map of the features.</summary>
    ConstantCurrent,

    /// <summary>A spike at a step with the feature's value, in [0, 1], as its probability: drawn anew at every training step, and from the row's own values
    /// in prediction, so that a row has one answer.</summary>
    PoissonRate,

    /// <summary>One spike, the earlier the larger the feature, which lies in [0, 1]; none for 0.</summary>
    Latency,

    /// <summary>The features are [steps, features of a step], one step after the other, and each step sees its own.</summary>
    TimeSeries,
}
