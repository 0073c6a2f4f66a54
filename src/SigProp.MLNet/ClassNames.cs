using System.Globalization;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet;

/// <summary>What the classes of a label column are called.</summary>
internal static class ClassNames
{
    private static readonly MethodInfo s_read =
        typeof(ClassNames).GetMethod(nameof(Read), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>The key values of the column; the numbers from 0 where it has none.</summary>
    public static IReadOnlyList<string> Of(DataViewSchema.Column label, int classCount)
    {
        DataViewSchema.Column? annotation = label.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.KeyValues);
        return annotation?.Type is VectorDataViewType { IsKnownSize: true } type && type.Size == classCount
            ? (string[])s_read.MakeGenericMethod(type.ItemType.RawType).Invoke(null, [label])!
            : Numbers(classCount);
    }

    /// <summary>The numbers from 0.</summary>
    public static IReadOnlyList<string> Numbers(int classCount)
        => [.. Enumerable.Range(0, classCount).Select(i => i.ToString(CultureInfo.InvariantCulture))];

    private static string[] Read<T>(DataViewSchema.Column label)
    {
        VBuffer<T> values = default;
        label.GetKeyValues(ref values);
        return [.. values.DenseValues().Select(value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")];
    }
}
