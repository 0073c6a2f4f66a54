namespace SigProp.Numerics;

/// <summary>How numbers are brought into the range of 16 bits, whose least normal number is 6e-5 and whose largest 65,504.</summary>
internal enum HalfForm
{
    /// <summary>As they are.</summary>
    Plain,

    /// <summary>Times a power of two, one for each block of them, that brings the block's largest into [2^14, 2^15): as a loss scale does, and numbers
    /// down to 2^-39 of the block's largest do not vanish.</summary>
    Scaled,

    /// <summary>The root of them, which are at least 0, scaled likewise: numbers down to 2^-78 of the block's largest do not vanish. Where one of the block
    /// is above 0 each is at least that small, so that what is divided by them stays finite.</summary>
    ScaledRoot,
}
