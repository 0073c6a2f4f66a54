using System.Globalization;

namespace SigProp.Comparison.Charts;

/// <summary>How much room text takes. No font is at hand, so widths are those of a common one, a little more than less.</summary>
internal static class ChartText
{
    /// <summary>The size of a chart's text.</summary>
    public const double Size = 13;

    public static double WidthOf(string text) => text.Sum(c => c switch
    {
        'i' or 'l' or 'j' or '.' or ',' or ':' or ';' or '\'' or '|' or ' ' => 4.4,
        'm' or 'w' or 'M' or 'W' or '@' or '%' => 12.4,
        >= 'A' and <= 'Z' => 9.4,
        >= '\u1100' => Size,
        _ => 8.3,
    });

    /// <summary>As much of a text as fits.</summary>
    public static string Fit(string text, double width)
    {
        if (WidthOf(text) <= width)
        {
            return text;
        }

        // Cut between what readers see as characters.
        int[] starts = StringInfo.ParseCombiningCharacters(text);
        int kept = starts.Length - 1;
        while (kept > 1 && WidthOf(text[..starts[kept]]) + Size > width)
        {
            kept--;
        }

        return text[..starts[Math.Max(kept, 0)]].TrimEnd() + "…";
    }
}
