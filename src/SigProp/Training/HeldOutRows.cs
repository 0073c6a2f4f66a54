using SigProp.Numerics;

namespace SigProp.Training;

/// <summary>Which rows of a stream are held out: a function of the seed and of a row's number alone, so that nothing is to be remembered between
/// passes.</summary>
/// <param name="Key">Names the random numbers.</param>
/// <param name="Limit">A row is held out where its random number is below it.</param>
internal readonly record struct HeldOutRows(RandomKey Key, ulong Limit)
{
    /// <summary>About a part of the rows, in [0, 1).</summary>
    public static HeldOutRows Part(double part, long seed)
        => new(RandomKey.FromSeed(seed).Split("holdout"), (ulong)(part * 18446744073709551616.0));

    /// <summary>The row's random number; each row has another one.</summary>
    public ulong Draw(long row) => Key.Split(row).Value;

    public bool Contains(long row) => Limit > 0 && Draw(row) < Limit;
}
