using System.Numerics;
using System.Runtime.CompilerServices;

namespace SigProp.Layers;

/// <summary>Sets values to zero with a given probability and scales the others up (Srivastava et al. 2014). The mask is a function of key and
/// position, so it is never stored: the same call drops the gradient where it dropped the value.</summary>
internal readonly struct Dropout
{
    private readonly uint _key;
    private readonly uint _threshold;
    private readonly float _scale;

    public Dropout(float rate, uint key)
    {
        _key = key;
        _threshold = (uint)(rate * 4294967296.0);
        _scale = 1f / (1f - rate);
    }

    /// <summary>values[i] = hash(key, i) &lt; rate ? 0 : values[i] / (1 - rate).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(Span<float> values)
    {
        int i = 0;
        if (Vector.IsHardwareAccelerated)
        {
            // One position a lane; the remainder below computes the same hash.
            Vector<uint> index = Vector.CreateSequence(0u, 1u);
            var step = new Vector<uint>((uint)Vector<uint>.Count);
            var threshold = new Vector<uint>(_threshold);
            var scale = new Vector<float>(_scale);
            for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector<uint> kept = Vector.GreaterThanOrEqual(Hash(index), threshold);
                Vector<float> scaled = new Vector<float>(values[i..]) * scale;
                Vector.ConditionalSelect(Vector.AsVectorSingle(kept), scaled, Vector<float>.Zero).CopyTo(values[i..]);
                index += step;
            }
        }

        for (; i < values.Length; i++)
        {
            values[i] = Hash((uint)i) >= _threshold ? values[i] * _scale : 0f;
        }
    }

    // A 32-bit integer hash of low bias (constants of Wellons' hash prospector).
    private uint Hash(uint x)
    {
        unchecked
        {
            x = (x * 0x9E3779B9u) ^ _key;
            x = (x ^ (x >> 16)) * 0x7FEB352Du;
            x = (x ^ (x >> 15)) * 0x846CA68Bu;
            return x ^ (x >> 16);
        }
    }

    private Vector<uint> Hash(Vector<uint> x)
    {
        x = (x * new Vector<uint>(0x9E3779B9u)) ^ new Vector<uint>(_key);
        x = (x ^ (x >>> 16)) * new Vector<uint>(0x7FEB352Du);
        x = (x ^ (x >>> 15)) * new Vector<uint>(0x846CA68Bu);
        return x ^ (x >>> 16);
    }
}
