using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet.AutoML.Comparing;

/// <summary>What there is in a column.</summary>
internal static class ColumnSurvey
{
    /// <summary>Whether a number is missing in a column of Single or Double, or of vectors of them.</summary>
    public static bool HasMissing(IDataView data, DataViewSchema.Column column)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        Func<bool> isMissing = column.Type is VectorDataViewType
            ? column.Type.RawType == typeof(VBuffer<float>)
                ? Test<VBuffer<float>>(v => HasNaN(v.GetValues()))
                : Test<VBuffer<double>>(v => HasNaN(v.GetValues()))
            : column.Type.RawType == typeof(float) ? Test<float>(float.IsNaN) : Test<double>(double.IsNaN);
        while (cursor.MoveNext())
        {
            if (isMissing())
            {
                return true;
            }
        }

        return false;

        Func<bool> Test<T>(Func<T, bool> test)
        {
            ValueGetter<T> getter = cursor.GetGetter<T>(column);
            T value = default!;
            return () =>
            {
                getter(ref value);
                return test(value);
            };
        }
    }

    private static bool HasNaN<T>(ReadOnlySpan<T> values)
        where T : IFloatingPointIeee754<T>
    {
        foreach (T value in values)
        {
            if (T.IsNaN(value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How many values a column of texts has, in how many rows that have any, with how many words in all.</summary>
    public static (int Distinct, long Rows, long Words) OfText(IDataView data, DataViewSchema.Column column)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        ValueGetter<ReadOnlyMemory<char>> getter = cursor.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> text = default;
        var values = new HashSet<string>();
        long rows = 0, words = 0;
        while (cursor.MoveNext())
        {
            getter(ref text);
            if (!text.Span.IsWhiteSpace())
            {
                rows++;
                words += text.Span.Trim().Count(' ') + 1;
                values.Add(text.ToString());
            }
        }

        return (values.Count, rows, words);
    }
}
