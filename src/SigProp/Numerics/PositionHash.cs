using System.Numerics;
using System.Runtime.CompilerServices;

namespace SigProp.Numerics;

/// <summary>A random number for each position, as a function of key and position: it is never stored, and no thread waits for another's.</summary>
/// <remarks>A 32-bit integer hash of low bias (constants of Wellons' hash prospector).</remarks>
/// <param name="key">Another key gives other numbers.</param>
internal readonly struct PositionHash(uint key)
{
    private readonly uint _key = key;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Of(uint x)
    {
        unchecked
        {
            x = (x * 0x9E3779B9u) ^ _key;
            x = (x ^ (x >> 16)) * 0x7FEB352Du;
            x = (x ^ (x >> 15)) * 0x846CA68Bu;
            return x ^ (x >> 16);
        }
    }

    /// <summary>One position a lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<uint> Of(Vector<uint> x)
    {
        x = (x * new Vector<uint>(0x9E3779B9u)) ^ new Vector<uint>(_key);
        x = (x ^ (x >>> 16)) * new Vector<uint>(0x7FEB352Du);
        x = (x ^ (x >>> 15)) * new Vector<uint>(0x846CA68Bu);
        return x ^ (x >>> 16);
    }
}
