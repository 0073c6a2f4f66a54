using System.Text.Json.Serialization;

namespace SigProp.Data;

/// <summary>How one column of a table becomes features.</summary>
/// <param name="Name">The column's name.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(NumericColumn), "numeric")]
[JsonDerivedType(typeof(CategoryColumn), "category")]
public abstract record TableColumn(string Name)
{
    /// <summary>Number of features it becomes.</summary>
    [JsonIgnore]
    public abstract int Width { get; }

    /// <summary>Writes one cell's features.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="features">Takes <see cref="Width"/> features; all zero before.</param>
    /// <returns>Why the cell does not fit, a sentence; null where it does.</returns>
    internal abstract string? Encode(ReadOnlySpan<char> cell, Span<float> features);
}
