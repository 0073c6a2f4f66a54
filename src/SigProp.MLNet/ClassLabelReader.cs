using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet;

/// <summary>Reads one of several classes: a key, or whole numbers.</summary>
internal sealed class ClassLabelReader : LabelReader
{
    /// <summary>More than this are not classes but something counted or left open, such as a key of unknown number of values. Single holds
    /// whole numbers exactly up to here.</summary>
    public const int MaxClasses = 1 << 24;

    public static ClassLabelReader Instance { get; } = new();

    public override string SuitableTypes => "Key<UInt32>, or Single or Double with whole numbers from 0";

    public override bool IsSuitable(SchemaShape.Column column) => column.Kind == SchemaShape.Column.VectorKind.Scalar
        && (column.IsKey ? column.ItemType == NumberDataViewType.UInt32
            : column.ItemType == NumberDataViewType.Single || column.ItemType == NumberDataViewType.Double);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A key has more values than there can be classes.</exception>
    public override IReadOnlyList<string>? NamesOf(DataViewSchema.Column column)
    {
        if (column.Type is not KeyDataViewType key)
        {
            return null;
        }

        return key.Count <= MaxClasses ? ClassNames.Of(column, (int)key.Count) : throw new ArgumentException(
            $"The label column '{column.Name}' is a key with {key.Count} values, which means that their number is not known, or that it is "
            + $"no label: there can be {MaxClasses} classes. Make the key with MapValueToKey.");
    }

    public override Func<float> Of(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is KeyDataViewType { RawType: var raw } && raw == typeof(uint))
        {
            return Read<uint>(row, column, value => value == 0 ? Missing : value - 1);
        }

        if (column.Type == NumberDataViewType.Single)
        {
            return Read<float>(row, column, value => FromNumber(value, column.Name));
        }

        return column.Type == NumberDataViewType.Double
            ? Read<double>(row, column, value => FromNumber(value, column.Name))
            : throw Unsuitable(column);
    }

    private static float FromNumber(double value, string column)
    {
        if (double.IsNaN(value))
        {
            return Missing;
        }

        return value >= 0 && value < MaxClasses && value == Math.Floor(value) ? (float)value : throw new ArgumentException(
            $"The label column '{column}' holds {value}, which is no class: numbers must be whole and lie in 0 to {MaxClasses - 1}. "
            + "Make it a key with MapValueToKey, or choose a regression trainer.");
    }
}
