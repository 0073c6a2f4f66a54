using System.Numerics.Tensors;
using System.Text.Json.Serialization;

namespace SigProp.Data;

/// <summary>Standardises each feature: (x - mean) / deviation, with the mean and the standard deviation of the training rows.</summary>
/// <param name="Means">The mean of each feature.</param>
/// <param name="Deviations">The standard deviation of each feature, above 0; 1 for a feature that is constant.</param>
/// <exception cref="ArgumentException">There are not as many means as deviations, or one is not finite, or a deviation is not above 0.</exception>
public sealed record StandardScaling(IReadOnlyList<float> Means, IReadOnlyList<float> Deviations) : FeatureEncoding
{
    /// <summary>The mean of each feature.</summary>
    public IReadOnlyList<float> Means { get; init => field = Copy(value, float.MinValue, nameof(Means)); }
        = Copy(Means, float.MinValue, nameof(Means));

    /// <summary>The standard deviation of each feature, above 0; 1 for a feature that is constant.</summary>
    public IReadOnlyList<float> Deviations { get; init => field = Copy(value, float.Epsilon, nameof(Deviations)); }
        = Deviations?.Count == Means?.Count
            ? Copy(Deviations, float.Epsilon, nameof(Deviations))
            : throw new ArgumentException($"{Means?.Count} means do not go with {Deviations?.Count} deviations.", nameof(Deviations));

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Width => Means.Count;

    /// <inheritdoc/>
    [JsonIgnore]
    public override int RawWidth => Width;

    /// <summary>Learns from rows of <paramref name="width"/> features each, all finite.</summary>
    /// <exception cref="ArgumentException">There is no row, or the length is not a whole number of rows, or a value is not finite.</exception>
    public static StandardScaling Fit(ReadOnlySpan<float> features, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        int rows = features.Length / width;
        if (rows == 0 || rows * width != features.Length)
        {
            throw new ArgumentException(
                $"{features.Length} values are not a whole number, at least 1, of rows of {width} features.", nameof(features));
        }

        Guard.AllFinite(features, nameof(features), width);
        double[] means = new double[width], squares = new double[width];
        for (int i = 0; i < features.Length; i++)
        {
            means[i % width] += features[i];
        }

        for (int j = 0; j < width; j++)
        {
            means[j] /= rows;
        }

        // In two passes: the sum of squares minus the square of the sum loses all digits for a large mean.
        for (int i = 0; i < features.Length; i++)
        {
            double difference = features[i] - means[i % width];
            squares[i % width] += difference * difference;
        }

        return new StandardScaling(
            [.. means.Select(m => (float)m)], [.. squares.Select(s => s > 0 ? (float)Math.Sqrt(s / rows) : 1f).Select(d => d > 0 ? d : 1f)]);
    }

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<float> raw, Span<float> features)
    {
        CheckRows(raw, features);
        raw.CopyTo(features);
        Apply(features);
    }

    /// <summary>Standardises rows in place.</summary>
    /// <exception cref="ArgumentException">The length is not a whole number of rows.</exception>
    public void Apply(Span<float> features)
    {
        if (features.Length % Width != 0)
        {
            throw new ArgumentException($"{features.Length} values are not a whole number of rows of {Width} features.", nameof(features));
        }

        float[] means = (float[])Means, deviations = (float[])Deviations;
        for (int start = 0; start < features.Length; start += Width)
        {
            Span<float> row = features.Slice(start, Width);
            TensorPrimitives.Subtract(row, means, row);
            TensorPrimitives.Divide(row, deviations, row);
        }
    }

    // A copy: what is standardised with must not change later.
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

        return [.. values];
    }
}
