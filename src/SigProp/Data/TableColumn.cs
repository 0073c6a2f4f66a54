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
    /// <param name="table">The table.</param>
    /// <param name="row">The cell's row.</param>
    /// <param name="column">Where the table holds this column.</param>
    /// <param name="features">Takes <see cref="Width"/> features; all zero before.</param>
    /// <exception cref="DataFormatException">The cell does not fit.</exception>
    internal abstract void Encode(Table table, int row, int column, Span<float> features);
}
