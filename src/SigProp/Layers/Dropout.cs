using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using SigProp.Numerics;

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
    public void Apply(Span<float> values) => Apply(values, 0);

    /// <summary>The same for a part of the values, of which <paramref name="start"/> stand before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(Span<float> values, uint start)
    {
        int i = 0;
        if (Vector.IsHardwareAccelerated)
        {
            // One position a lane; the remainder below computes the same hash.
            Vector<uint> index = Vector.CreateSequence(start, 1u);
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
            values[i] = Hash(start + (uint)i) >= _threshold ? values[i] * _scale : 0f;
        }
    }

    /// <summary>The same for dense rows, by all threads.</summary>
    public void Apply(ComputeContext context, in MatrixView values)
    {
        Span<float> elements = values.Elements;
        context.Workers.Run((elements.Length + DropElements.Length - 1) / DropElements.Length, new DropElements(this, values));
    }

    /// <summary>Drops or keeps all values as the one at <paramref name="index"/>.</summary>
    public void ApplyOne(Span<float> values, uint index)
    {
        if (Hash(index) >= _threshold)
        {
            TensorPrimitives.Multiply(values, _scale, values);
        }
        else
        {
            values.Clear();
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
