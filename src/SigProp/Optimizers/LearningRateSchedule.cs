namespace SigProp.Optimizers;

/// <summary>How the learning rate changes over a training run.</summary>
public enum LearningRateSchedule
{
    /// <summary>It does not change.</summary>
    Constant,

    /// <summary>It is multiplied by 0.25 at 50, 75, 89 and 94 % of the epochs (section IV).</summary>
    Step,

    /// <summary>It falls to zero along half a cosine, step by step (Loshchilov and Hutter 2017, without restarts).</summary>
    Cosine,
}
