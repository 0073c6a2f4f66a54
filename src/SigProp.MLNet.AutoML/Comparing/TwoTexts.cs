using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet.AutoML.Comparing;

/// <summary>A label of two texts, as false and true.</summary>
internal static class TwoTexts
{
    private static readonly string[] s_affirmative = ["yes", "true", "1"];

    /// <summary>Reads the labels. What is empty is missing.</summary>
    /// <exception cref="ArgumentException">There are not two texts.</exception>
    public static ComparedLabels Read(MLContext context, IDataView data, string label)
    {
        string[] texts = [.. data.GetColumn<string>(label)];
        string[] values = [.. texts.Where(t => !string.IsNullOrEmpty(t)).Distinct().Order(StringComparer.Ordinal)];
        if (values.Length != 2)
        {
            throw new ArgumentException(
                $"The label column '{label}' has {values.Length} {(values.Length == 1 ? "value" : "values")}, and the task Binary needs Boolean, or a text of two values{(values.Length > 2 ? "; set Task to Multiclass" : "")}.");
        }

        (string no, string yes) = Sort(values[0], values[1]);
        IDataView mapped = context.Transforms.Conversion.MapValue(
            label, [new KeyValuePair<string, bool>(no, false), new KeyValuePair<string, bool>(yes, true)], label).Fit(data).Transform(data);
        return new ComparedLabels
        {
            Task = ComparisonTask.Binary,
            Data = context.Data.Cache(mapped),
            IsMadeKey = false,
            Texts = (no, yes),
            Note = $"Of the label '{label}', '{yes}' counts as true and '{no}' as false.",
            Classes = [.. texts.Select(t => string.IsNullOrEmpty(t) ? -1 : t == yes ? 1 : 0)],
            Names = [no, yes],
            HasNegative = false,
        };
    }

    /// <summary>Puts the texts in place of what was predicted.</summary>
    public static ITransformer TurnBack(MLContext context, IDataView scored, string no, string yes) => context.Transforms.Conversion.MapValue(
        "PredictedLabel", [new KeyValuePair<bool, string>(false, no), new KeyValuePair<bool, string>(true, yes)], "PredictedLabel").Fit(scored);

    // Yes, True or 1 is true, however written; else the later in ordinal order.
    private static (string No, string Yes) Sort(string first, string second)
        => IsAffirmative(first) && !IsAffirmative(second) ? (second, first) : (first, second);

    private static bool IsAffirmative(string text) => s_affirmative.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase);
}
