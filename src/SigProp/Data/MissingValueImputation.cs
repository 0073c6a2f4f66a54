using System.Buffers;
using System.Text.Json.Serialization;

namespace SigProp.Data;

/// <summary>Puts the training rows' mean of a feature in the place of a value that is missing (NaN). An encoding after it, such as a scaling, is given rows
/// without gaps. Features that were missing in training get indicators: further features, after all others, that are 1 where the value is missing and 0
/// where it is not, so that what a gap tells is not lost.</summary>
/// <param name="Means">What stands in for a missing value of each feature.</param>
/// <param name="Indicators">The features that have an indicator, from 0, in ascending order; empty for none.</param>
/// <param name="Inner">What the filled rows go through; null (default) where they are the features.</param>
/// <exception cref="ArgumentException">There is no mean, or one is not finite, or an indicator is of no feature or not in order, or the inner encoding takes
/// another number of features, or is no encoding of rows of numbers.</exception>
public sealed record MissingValueImputation(IReadOnlyList<float> Means, IReadOnlyList<int> Indicators, InputEncoding? Inner = null) : FeatureEncoding
{
    /// <summary>What stands in for a missing value of each feature.</summary>
    public IReadOnlyList<float> Means { get; } = CopyOfMeans(Means, nameof(Means));

    /// <summary>The features that have an indicator, from 0, in ascending order.</summary>
    public IReadOnlyList<int> Indicators { get; } = CopyOfIndicators(Indicators, Means.Count, nameof(Indicators));

    /// <summary>What the filled rows go through: a <see cref="FeatureEncoding"/> that takes as many features; null where they are the features.</summary>
    public InputEncoding? Inner { get; init => field = Checked(value, Means.Count, nameof(Inner)); } = Checked(Inner, Means.Count, nameof(Inner));

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Width => (Inner?.Width ?? RawWidth) + Indicators.Count;

    /// <inheritdoc/>
    [JsonIgnore]
    public override int RawWidth => Means.Count;

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool AcceptsMissing => true;

    /// <summary>Learns from rows of <paramref name="width"/> features each, where NaN stands for a missing value. A feature that no row has becomes 0.</summary>
    /// <param name="features">The rows, one after the other.</param>
    /// <param name="width">Features a row.</param>
    /// <param name="hasIndicators">Whether each feature that some rows have and others do not gets an indicator; default true.</param>
    /// <exception cref="ArgumentException">There is no row, or the length is not a whole number of rows.</exception>
    public static MissingValueImputation Fit(ReadOnlySpan<float> features, int width, bool hasIndicators = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (features.IsEmpty || features.Length % width != 0)
        {
            throw new ArgumentException(
                $"{features.Length} values are not a whole number, at least 1, of rows of {width} features.", nameof(features));
        }

        var survey = new MissingValueSurvey(width);
        for (int start = 0; start < features.Length; start += width)
        {
            survey.Add(features.Slice(start, width));
        }

        return survey.ToImputation(hasIndicators);
    }

    /// <summary>Fills the gaps of rows in place; nothing else is done with them.</summary>
    /// <exception cref="ArgumentException">The length is not a whole number of rows.</exception>
    public void Fill(Span<float> rows)
    {
        if (rows.Length % RawWidth != 0)
        {
            throw new ArgumentException($"{rows.Length} values are not a whole number of rows of {RawWidth} features.", nameof(rows));
        }

        ReadOnlySpan<float> means = (float[])Means;
        for (int start = 0; start < rows.Length; start += means.Length)
        {
            Span<float> row = rows.Slice(start, means.Length);
            for (int j = 0; j < row.Length; j++)
            {
                row[j] = float.IsNaN(row[j]) ? means[j] : row[j];
            }
        }
    }

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<float> raw, Span<float> features)
    {
        CheckRows(raw, features);
        var inner = (FeatureEncoding?)Inner;
        ReadOnlySpan<int> indicators = (int[])Indicators;
        int width = Width, rawWidth = RawWidth, encoded = width - indicators.Length;
        float[] filled = ArrayPool<float>.Shared.Rent(rawWidth);
        Span<float> row = filled.AsSpan(0, rawWidth);
        for (int i = 0; i < raw.Length / rawWidth; i++)
        {
            // The row may be written over by its own features, which then have no indicators.
            ReadOnlySpan<float> from = raw.Slice(i * rawWidth, rawWidth);
            Span<float> to = features.Slice(i * width, width);
            from.CopyTo(row);
            Fill(row);
            for (int k = 0; k < indicators.Length; k++)
            {
                to[encoded + k] = float.IsNaN(from[indicators[k]]) ? 1f : 0f;
            }

            if (inner is null)
            {
                row.CopyTo(to);
            }
            else
            {
                inner.Encode(row, to[..encoded]);
            }
        }

        ArrayPool<float>.Shared.Return(filled);
    }

    /// <summary>Whether <paramref name="other"/> encodes alike.</summary>
    public bool Equals(MissingValueImputation? other)
        => other is not null && Means.SequenceEqual(other.Means) && Indicators.SequenceEqual(other.Indicators) && Equals(Inner, other.Inner);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RawWidth, Indicators.Count, Means[0]);

    // Copies: what is filled in must not change later.
    private static float[] CopyOfMeans(IReadOnlyList<float>? means, string name)
    {
        ArgumentNullException.ThrowIfNull(means, name);
        foreach (float mean in means)
        {
            if (!float.IsFinite(mean))
            {
                throw new ArgumentException($"The Means hold {mean}; each must be finite.", name);
            }
        }

        return means.Count > 0 ? [.. means] : throw new ArgumentException("There is no feature to fill.", name);
    }

    private static int[] CopyOfIndicators(IReadOnlyList<int>? indicators, int features, string name)
    {
        ArgumentNullException.ThrowIfNull(indicators, name);
        int least = 0;
        foreach (int feature in indicators)
        {
            if (feature < least || feature >= features)
            {
                throw new ArgumentException(
                    $"The Indicators hold {feature}; they must ascend and lie in 0 to {features - 1}.", name);
            }

            least = feature + 1;
        }

        return [.. indicators];
    }

    private static InputEncoding? Checked(InputEncoding? inner, int features, string name) => inner switch
    {
        null => null,
        MissingValueImputation => throw new ArgumentException("The Inner encoding fills gaps too; there are none left.", name),
        FeatureEncoding rows when rows.RawWidth != features => throw new ArgumentException(
            $"There are {features} Means, and the Inner encoding takes {rows.RawWidth} features.", name),
        FeatureEncoding => inner,
        _ => throw new ArgumentException($"The Inner encoding is a {inner.GetType().Name}, which encodes no rows of numbers.", name),
    };
}
