namespace SigProp.Data;

/// <summary>Reads the cells of tables, in the invariant culture.</summary>
internal static class Cell
{
    private static readonly string[] s_missing = ["?", "NA", "N/A", "null"];
    private static readonly string[] s_notFinite = ["NaN", "inf", "infinity", "∞"];

    /// <summary>What to do about a number that is not finite; the end of a sentence.</summary>
    public const string LeaveEmpty = "every number must be finite; leave the field empty where a value is missing.";

    public static bool IsMissing(ReadOnlySpan<char> text) => Kind(text, out _) == CellKind.Missing;

    public static CellKind Kind(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        ReadOnlySpan<char> trimmed = text.Trim();
        if (trimmed.Length > 0 && char.IsAsciiDigit(trimmed[^1]) && NumberText.TryParse(trimmed, out value))
        {
            return float.IsFinite((float)value) ? CellKind.Number : CellKind.NotFinite;
        }

        if (trimmed.IsEmpty || IsOneOf(trimmed, s_missing))
        {
            return CellKind.Missing;
        }

        if (IsOneOf(trimmed[0] is '+' or '-' ? trimmed[1..] : trimmed, s_notFinite))
        {
            return CellKind.NotFinite;
        }

        if (!NumberText.TryParse(trimmed, out value))
        {
            return CellKind.Text;
        }

        return float.IsFinite((float)value) ? CellKind.Number : CellKind.NotFinite;
    }

    private static bool IsOneOf(ReadOnlySpan<char> text, string[] words)
    {
        foreach (string word in words)
        {
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
