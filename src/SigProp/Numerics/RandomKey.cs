namespace SigProp.Numerics;

/// <summary>
/// The name of a random stream. Keys are split by name or number, never drawn from: what one part of the program
/// draws does not shift what another gets, and a run can resume anywhere.
/// </summary>
internal readonly record struct RandomKey(ulong Value)
{
    public static RandomKey FromSeed(long seed) => new(Mix(unchecked((ulong)seed) ^ 0x5349_4750_524F_5031UL));

    public RandomKey Split(string name)
    {
        // FNV-1a over the name's UTF-16 units, then mixed with the parent.
        ulong hash = 0xCBF29CE484222325UL;
        foreach (char c in name)
        {
            hash = unchecked((hash ^ c) * 0x100000001B3UL);
        }

        return new(Mix(Value ^ Mix(hash)));
    }

    public RandomKey Split(long index) => new(Mix(unchecked(Value + (0x9E3779B97F4A7C15UL * ((ulong)index + 1)))));

    public RandomStream Stream() => new(Value);

    // The finaliser of SplitMix64 (Steele, Lea and Flood 2014): a bijection that spreads every input bit.
    internal static ulong Mix(ulong z)
    {
        unchecked
        {
            z += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
