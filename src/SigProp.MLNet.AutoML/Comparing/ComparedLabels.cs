using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet.AutoML.Comparing;

/// <summary>The label as trainers want it, and what it is in each row.</summary>
internal sealed record ComparedLabels
{
    public required ComparisonTask Task { get; init; }

    /// <summary>The rows with the label column as trainers want it.</summary>
    public required IDataView Data { get; init; }

    /// <summary>Whether the label became a key here, so that predictions are to be turned back.</summary>
    public required bool IsMadeKey { get; init; }

    /// <summary>The two texts that became false and true here, so that predictions are to be turned back; null where none did.</summary>
    public (string No, string Yes)? Texts { get; init; }

    /// <summary>What one must know of the label, in a sentence; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>The class of each row, -1 where the label is missing; of a regression 0 where there is a label.</summary>
    public required int[] Classes { get; init; }

    /// <summary>The classes' names in order; empty for a regression.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Whether a label of a regression is below 0.</summary>
    public required bool HasNegative { get; init; }

    /// <summary>Rows with a label.</summary>
    public int Count => Classes.Count(c => c >= 0);

    /// <summary>Reads the labels.</summary>
    /// <exception cref="ArgumentException">The column is missing, or not of a kind for the task.</exception>
    public static ComparedLabels Read(MLContext context, IDataView data, string label, ComparisonTask? asked)
    {
        if (data.Schema.GetColumnOrNull(label) is not DataViewSchema.Column column)
        {
            throw new ArgumentException($"The data has no column '{label}' to be the label; it has {string.Join(", ", data.Schema.Select(c => $"'{c.Name}'"))}.");
        }

        DataViewType type = column.Type;
        ComparisonTask task = asked ?? type switch
        {
            BooleanDataViewType => ComparisonTask.Binary,
            KeyDataViewType or TextDataViewType => ComparisonTask.Multiclass,
            NumberDataViewType => ComparisonTask.Regression,
            _ => throw new ArgumentException($"The label column '{label}' is of type {type}; a label is Boolean, a key, text or a number."),
        };
        bool isSuitable = task switch
        {
            ComparisonTask.Binary => type is BooleanDataViewType or TextDataViewType,
            ComparisonTask.Multiclass => type is BooleanDataViewType or KeyDataViewType or TextDataViewType or NumberDataViewType,
            _ => type is NumberDataViewType,
        };
        if (!isSuitable)
        {
            string needed = task switch { ComparisonTask.Binary => "Boolean, or a text of two values", ComparisonTask.Multiclass => "a key, text or a number", _ => "a number" };
            throw new ArgumentException($"The label column '{label}' is of type {type}, and the task {task} needs {needed}.");
        }

        return task switch
        {
            ComparisonTask.Binary => type is TextDataViewType ? TwoTexts.Read(context, data, label) : OfBinary(context, data, label),
            ComparisonTask.Multiclass => OfMulticlass(context, data, label, type),
            _ => OfRegression(context, data, label, type),
        };
    }

    private static ComparedLabels OfBinary(MLContext context, IDataView data, string label)
    {
        IDataView cached = context.Data.Cache(data);
        return new ComparedLabels
        {
            Task = ComparisonTask.Binary,
            Data = cached,
            IsMadeKey = false,
            Classes = [.. cached.GetColumn<bool>(label).Select(value => value ? 1 : 0)],
            Names = ["false", "true"],
            HasNegative = false,
        };
    }

    private static ComparedLabels OfMulticlass(MLContext context, IDataView data, string label, DataViewType type)
    {
        bool isMadeKey = type is not KeyDataViewType;
        if (!isMadeKey && type.RawType != typeof(uint))
        {
            throw new ArgumentException($"The label column '{label}' is of type {type}; of keys only those of UInt32 can be learned.");
        }

        IDataView keyed = data;
        if (isMadeKey)
        {
            keyed = context.Transforms.Conversion.MapValueToKey(
                label, label, keyOrdinality: Microsoft.ML.Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue).Fit(data).Transform(data);
        }

        DataViewSchema.Column column = keyed.Schema[label];
        IDataView cached = context.Data.Cache(keyed);
        int count = (int)((KeyDataViewType)column.Type).Count;
        return new ComparedLabels
        {
            Task = ComparisonTask.Multiclass,
            Data = cached,
            IsMadeKey = isMadeKey,
            Classes = [.. cached.GetColumn<uint>(label).Select(key => (int)key - 1)],
            Names = NamesOf(column, count),
            HasNegative = false,
        };
    }

    private static string[] NamesOf(DataViewSchema.Column column, int count)
    {
        if (column.Annotations.Schema.GetColumnOrNull("KeyValues") is not DataViewSchema.Column values)
        {
            return [.. Enumerable.Range(1, count).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        }

        return values.Type is VectorDataViewType { ItemType: TextDataViewType } ? Texts<ReadOnlyMemory<char>>()
            : values.Type is VectorDataViewType { ItemType: BooleanDataViewType } ? Texts<bool>()
            : values.Type is VectorDataViewType { ItemType: var item } && item == NumberDataViewType.Single ? Texts<float>()
            : values.Type is VectorDataViewType { ItemType: var other } && other == NumberDataViewType.Int32 ? Texts<int>()
            : [.. Enumerable.Range(1, count).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))];

        string[] Texts<T>()
        {
            VBuffer<T> buffer = default;
            column.Annotations.GetValue("KeyValues", ref buffer);
            return [.. buffer.DenseValues().Select(v => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{v}"))];
        }
    }

    private static ComparedLabels OfRegression(MLContext context, IDataView data, string label, DataViewType type)
    {
        IDataView numbers = type == NumberDataViewType.Single
            ? data
            : context.Transforms.Conversion.ConvertType(label, label, DataKind.Single).Fit(data).Transform(data);
        IDataView cached = context.Data.Cache(numbers);
        float[] values = [.. cached.GetColumn<float>(label)];
        return new ComparedLabels
        {
            Task = ComparisonTask.Regression,
            Data = cached,
            IsMadeKey = false,
            Classes = [.. values.Select(value => float.IsFinite(value) ? 0 : -1)],
            Names = [],
            HasNegative = values.Any(value => value < 0),
        };
    }
}
