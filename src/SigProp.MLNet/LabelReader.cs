using Microsoft.ML;

namespace SigProp.MLNet;

/// <summary>Reads the labels of one machine learning task as numbers.</summary>
internal abstract class LabelReader
{
    /// <summary>What a row without a label reads as.</summary>
    public const float Missing = float.NaN;

    /// <summary>The types of column that hold such labels, for messages.</summary>
    public abstract string SuitableTypes { get; }

    /// <summary>Whether the labels are classes, counted from 0, and not values.</summary>
    public virtual bool AreClasses => true;

    public abstract bool IsSuitable(SchemaShape.Column column);

    /// <summary>The names of the classes, as far as the column's type tells; null where the classes are those that will be found.</summary>
    public abstract IReadOnlyList<string>? NamesOf(DataViewSchema.Column column);

    /// <summary>A reader of the row's label; <see cref="Missing"/> where it has none.</summary>
    public abstract Func<float> Of(DataViewRow row, DataViewSchema.Column column);

    /// <summary>A reader that makes a label of each value of a column.</summary>
    private protected static Func<float> Read<T>(DataViewRow row, DataViewSchema.Column column, Func<T, float> label)
        where T : struct
    {
        ValueGetter<T> get = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            get(ref value);
            return label(value);
        };
    }

    private protected ArgumentException Unsuitable(DataViewSchema.Column column)
        => new($"The label column '{column.Name}' is {column.Type}; it must be {SuitableTypes}.");
}
