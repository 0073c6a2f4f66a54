using System.Numerics.Tensors;
using System.Text.Json.Serialization;

namespace SigProp.Data;

/// <summary>Scales each feature to [0, 1]: (x - least) / range, with the least value and the range of the training rows. What lies outside becomes 0
/// or 1. For networks that take features for rates or for times of spikes.</summary>
/// <param name="Least">The least value of each feature.</param>
/// <param name="Ranges">The largest value of each feature minus the least, above 0; 1 for a feature that is constant.</param>
/// <exception cref="ArgumentException">There are not as many least values as ranges, or one is not finite, or a range is not above 0.</exception>
public sealed record RangeScaling(IReadOnlyList<float> Least, IReadOnlyList<float> Ranges) : FeatureEncoding
{
    /// <summary>The least value of each feature.</summary>
    public IReadOnlyList<float> Least { get; } = Copy(Least, float.MinValue, nameof(Least));

    /// <summary>The largest value of each feature minus the least, above 0; 1 for a feature that is constant.</summary>
    public IReadOnlyList<float> Ranges { get; } = Ranges?.Count == Least?.Count
        ? Copy(Ranges, float.Epsilon, nameof(Ranges))
        : throw new ArgumentException($"{Least?.Count} least values do not go with {Ranges?.Count} ranges.", nameof(Ranges));

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Width => Least.Count;

    /// <inheritdoc/>
    [JsonIgnore]
    public override int RawWidth => Width;

    /// <summary>Learns from rows of <paramref name="width"/> features each, all finite.</summary>
    /// <param name="features">The rows, one after the other.</param>
    /// <param name="width">Features of a row.</param>
    /// <param name="together">Neighbouring features that have one range, such as the pixels of a channel; 1 (default) for each by itself.</param>
    /// <exception cref="ArgumentException">There is no row, or the length is not a whole number of rows, or a value is not finite, or the width is not
    /// a whole number of features together.</exception>
    public static RangeScaling Fit(ReadOnlySpan<float> features, int width, int together = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(together, 1);
        if (features.IsEmpty || features.Length % width != 0)
        {
            throw new ArgumentException(
                $"{features.Length} values are not a whole number, at least 1, of rows of {width} features.", nameof(features));
        }

        Guard.AllFinite(features, nameof(features), width);
        float[] least = [.. features[..width]], largest = [.. features[..width]];
        for (int start = width; start < features.Length; start += width)
        {
            ReadOnlySpan<float> row = features.Slice(start, width);
            TensorPrimitives.Min(least, row, least);
            TensorPrimitives.Max(largest, row, largest);
        }

        return Between(least, largest, together);
    }

    /// <summary>The scaling of features that lie between two rows of values.</summary>
    /// <param name="least">The least value of each feature.</param>
    /// <param name="largest">The largest value of each feature.</param>
    /// <param name="together">Neighbouring features that have one range; 1 (default) for each by itself.</param>
    /// <exception cref="ArgumentException">The two are not as many, or not a whole number of features together.</exception>
    public static RangeScaling Between(ReadOnlySpan<float> least, ReadOnlySpan<float> largest, int together = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(together, 1);
        if (least.Length != largest.Length || least.Length % together != 0)
        {
            throw new ArgumentException(
                $"{least.Length} least and {largest.Length} largest values are not those of a whole number of {together} features together.", nameof(together));
        }

        float[] from = new float[least.Length], ranges = new float[least.Length];
        for (int start = 0; start < least.Length; start += together)
        {
            float low = TensorPrimitives.Min(least.Slice(start, together)), high = TensorPrimitives.Max(largest.Slice(start, together));
            from.AsSpan(start, together).Fill(low);
            ranges.AsSpan(start, together).Fill(high > low ? Math.Min(high - low, float.MaxValue) : 1f);
        }

        return new RangeScaling(from, ranges);
    }

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<float> raw, Span<float> features)
    {
        CheckRows(raw, features);
        raw.CopyTo(features);
        Apply(features);
    }

    /// <summary>Scales rows in place.</summary>
    /// <exception cref="ArgumentException">The length is not a whole number of rows.</exception>
    public void Apply(Span<float> features)
    {
        if (features.Length % Width != 0)
        {
            throw new ArgumentException($"{features.Length} values are not a whole number of rows of {Width} features.", nameof(features));
        }

        float[] least = (float[])Least, ranges = (float[])Ranges;
        for (int start = 0; start < features.Length; start += Width)
        {
            Span<float> row = features.Slice(start, Width);
            TensorPrimitives.Subtract(row, least, row);
            TensorPrimitives.Divide(row, ranges, row);

            // Min and Max hand NaN on, for whoever refuses it.
            TensorPrimitives.Max(row, 0f, row);
            TensorPrimitives.Min(row, 1f, row);
        }
    }

    /// <summary>Whether <paramref name="other"/> scales alike.</summary>
    public bool Equals(RangeScaling? other) => other is not null && Least.SequenceEqual(other.Least) && Ranges.SequenceEqual(other.Ranges);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Width, Least[0], Ranges[0]);

    // A copy: what is scaled with must not change later.
    private static float[] Copy(IReadOnlyList<float>? values, float least, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        foreach (float value in values)
        {
            if (!(value >= least && float.IsFinite(value)))
            {
                throw new ArgumentException($"The {name} hold {value}; each must be finite{(least > 0 ? " and above 0" : "")}.", name);
            }
        }

        return values.Count > 0 ? [.. values] : throw new ArgumentException("There is no feature to scale.", name);
    }
}
