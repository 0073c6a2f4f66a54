using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet;

/// <summary>Reads classes, counted from 0, from a label column: a key, or whole numbers.</summary>
internal static class LabelReader
{
    public const string SuitableTypes = "Key<UInt32>, or Single or Double with whole numbers from 0";

    public const int Missing = -1;

    /// <summary>More classes than this are not classes but something counted or left open, such as a key without a known number of values.</summary>
    public const int MaxClasses = 1 << 24;

    public static bool IsSuitable(SchemaShape.Column column) => column.Kind == SchemaShape.Column.VectorKind.Scalar
        && (column.IsKey ? column.ItemType == NumberDataViewType.UInt32
            : column.ItemType == NumberDataViewType.Single || column.ItemType == NumberDataViewType.Double);

    /// <summary>How many classes the column's type tells of: the number of values of a key, null for numbers.</summary>
    /// <exception cref="ArgumentException">The key has more values than there can be classes.</exception>
    public static int? CountOf(DataViewSchema.Column column)
    {
        if (column.Type is not KeyDataViewType key)
        {
            return null;
        }

        return key.Count <= MaxClasses ? (int)key.Count : throw new ArgumentException(
            $"The label column '{column.Name}' is a key with {key.Count} values, which means that their number is not known, or that it is "
            + $"no label: there can be {MaxClasses} classes. Make the key with MapValueToKey.");
    }

    /// <summary>A reader of the row's class, from 0; <see cref="Missing"/> where it has none.</summary>
    public static Func<int> Of(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is KeyDataViewType { RawType: var raw } && raw == typeof(uint))
        {
            ValueGetter<uint> get = row.GetGetter<uint>(column);
            uint value = 0;
            return () =>
            {
                get(ref value);
                return (int)value - 1;
            };
        }

        if (column.Type == NumberDataViewType.Single)
        {
            ValueGetter<float> get = row.GetGetter<float>(column);
            float value = 0;
            return () =>
            {
                get(ref value);
                return FromNumber(value, column.Name);
            };
        }

        if (column.Type == NumberDataViewType.Double)
        {
            ValueGetter<double> get = row.GetGetter<double>(column);
            double value = 0;
            return () =>
            {
                get(ref value);
                return FromNumber(value, column.Name);
            };
        }

        throw new ArgumentException($"The label column '{column.Name}' is {column.Type}; it must be {SuitableTypes}.");
    }

    private static int FromNumber(double value, string column)
    {
        if (double.IsNaN(value))
        {
            return Missing;
        }

        return value >= 0 && value < MaxClasses && value == Math.Floor(value) ? (int)value : throw new ArgumentException(
            $"The label column '{column}' holds {value}, which is no class: numbers must be whole and lie in 0 to {MaxClasses - 1}. "
            + "Make it a key with MapValueToKey, or choose a regression trainer.");
    }
}
