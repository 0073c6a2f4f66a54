namespace SigProp.TorchSharp;

/// <summary>The numbers of 16 bits that signals, products and gradients are computed in, where the precision is <see cref="TrainingPrecision.Half"/>.</summary>
/// <remarks>Parameters, moments, statistics of normalisation and losses stay in 32 bits, in which updates smaller than a 256th of a parameter add up.</remarks>
public enum HalfFormat
{
    /// <summary>8 bits of exponent, as many as numbers of 32 bits have, and 7 of mantissa: no gradient vanishes, and no loss has to be scaled.</summary>
    BFloat16,

    /// <summary>5 bits of exponent and 10 of mantissa (<see cref="System.Half"/>). Small gradients would vanish: each layer scales its loss by a factor of its own,
    /// which is halved, and the step left out, where a gradient overflows, and doubled after 2,000 steps without (Micikevicius et al. 2018). On a
    /// GPU.</summary>
    Float16,
}
