using System.Text.Json.Serialization;

namespace SigProp.Data;

/// <summary>How rows of numbers become the network's features, feature by feature or several of one: what ML.NET's vectors and arrays of numbers go
/// through. Learned from the training rows, and saved with the model.</summary>
public abstract record FeatureEncoding : InputEncoding
{
    /// <summary>Numbers of a row as it comes; each row becomes <see cref="InputEncoding.Width"/> features.</summary>
    [JsonIgnore]
    public abstract int RawWidth { get; }

    /// <summary>Whether NaN stands for a missing value and becomes features like any other; where it does not, it becomes a feature that is NaN.</summary>
    [JsonIgnore]
    public virtual bool AcceptsMissing => false;

    /// <summary>Makes features of rows of numbers.</summary>
    /// <param name="raw">Rows of <see cref="RawWidth"/> numbers, one after the other.</param>
    /// <param name="features">Takes as many rows of <see cref="InputEncoding.Width"/> features; where the two widths are equal it may be
    /// <paramref name="raw"/> itself.</param>
    /// <exception cref="ArgumentException">The lengths are not as many rows.</exception>
    public abstract void Encode(ReadOnlySpan<float> raw, Span<float> features);

    private protected void CheckRows(ReadOnlySpan<float> raw, Span<float> features)
    {
        if (raw.Length % RawWidth != 0 || features.Length / Width != raw.Length / RawWidth || features.Length % Width != 0)
        {
            throw new ArgumentException(
                $"{raw.Length} numbers, {RawWidth} a row, and {features.Length} features, {Width} a row, are not as many whole rows.", nameof(features));
        }
    }
}
