using System.Numerics.Tensors;
using Microsoft.ML.Data;
using SigProp.Data;

namespace SigProp.MLNet;

/// <summary>Room for one row on its way into a network. Each cursor has one of its own.</summary>
/// <param name="encoding">What makes the network's features of the row's numbers; null where they are the features.</param>
/// <param name="rawWidth">Numbers of a row as it comes.</param>
/// <param name="width">The network's features.</param>
internal sealed class EncodedRow(FeatureEncoding? encoding, int rawWidth, int width)
{
    private readonly float[] _raw = new float[rawWidth];
    private readonly float[] _features = encoding is null ? [] : new float[width];

    /// <summary>The network's features of a row.</summary>
    public int Width => encoding is null ? _raw.Length : _features.Length;

    /// <summary>The network's features of the row taken in last.</summary>
    public ReadOnlySpan<float> Features => encoding is null ? _raw : _features;

    /// <summary>Takes in and encodes a row.</summary>
    /// <returns>False where a feature is NaN or infinite, so that there is no answer.</returns>
    /// <exception cref="ArgumentException">The number of features is not the model's.</exception>
    public bool TryLoad(in VBuffer<float> row) => TryLoad(in row, encoding is null ? _raw : _features);

    /// <summary>Takes in and encodes a row, into a place of its own.</summary>
    /// <returns>False where a feature is NaN or infinite, so that there is no answer.</returns>
    /// <exception cref="ArgumentException">The number of features is not the model's.</exception>
    public bool TryLoad(in VBuffer<float> row, Span<float> features)
    {
        if (row.Length != _raw.Length)
        {
            throw new ArgumentException($"The model takes {_raw.Length} features; a row has {row.Length}.");
        }

        // An encoding may bring what is infinite back into a range; and where it fills in what is missing, only NaN is that.
        ReadOnlySpan<float> values = row.GetValues();
        if (encoding is { AcceptsMissing: true } ? TensorPrimitives.IsInfinityAny(values) : !TensorPrimitives.IsFiniteAll(values))
        {
            return false;
        }

        if (encoding is null)
        {
            row.CopyTo(features);
        }
        else if (row.IsDense)
        {
            encoding.Encode(values, features);
        }
        else
        {
            row.CopyTo(_raw);
            encoding.Encode(_raw, features);
        }

        return TensorPrimitives.IsFiniteAll(features);
    }
}
