using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using SigProp.Numerics;

namespace SigProp.Layers;

/// <summary>Sets values to zero with a given probability and scales the others up (Srivastava et al. 2014). The mask is a function of key and
/// position, so it is never stored: the same call drops the gradient where it dropped the value.</summary>
internal readonly struct Dropout
{
    private readonly PositionHash _hash;
    private readonly uint _threshold;
    private readonly float _scale;

    public Dropout(float rate, uint key)
    {
        _hash = new PositionHash(key);
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
                Vector<uint> kept = Vector.GreaterThanOrEqual(_hash.Of(index), threshold);
                Vector<float> scaled = new Vector<float>(values[i..]) * scale;
                Vector.ConditionalSelect(Vector.AsVectorSingle(kept), scaled, Vector<float>.Zero).CopyTo(values[i..]);
                index += step;
            }
        }

        for (; i < values.Length; i++)
        {
            values[i] = _hash.Of(start + (uint)i) >= _threshold ? values[i] * _scale : 0f;
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
        if (_hash.Of(index) >= _threshold)
        {
            TensorPrimitives.Multiply(values, _scale, values);
        }
        else
        {
            values.Clear();
        }
    }
}
