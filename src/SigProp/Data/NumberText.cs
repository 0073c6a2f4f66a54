using System.Globalization;

namespace SigProp.Data;

/// <summary>Reads numbers from text.</summary>
internal static class NumberText
{
    // 10^0 to 10^22: powers that a double holds exactly.
    private static readonly double[] s_powers =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>The number that <see cref="double.TryParse(ReadOnlySpan{char}, NumberStyles, IFormatProvider, out double)"/> reads, bit for bit; faster
    /// where it has at most 15 digits or so.</summary>
    /// <param name="text">The number.</param>
    /// <param name="value">Takes it.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out double value)
        => TryParseShort(text, out value) || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    // digits, a point, digits: a whole number m below 2^53 over a power of ten; both are exact, so their quotient is rounded once (Clinger 1990).
    private static bool TryParseShort(ReadOnlySpan<char> text, out double value)
    {
        const ulong Exact = 1UL << 53;
        value = 0;
        bool negative = text.Length > 0 && text[0] == '-';
        int at = negative ? 1 : 0, point = -1;
        if (text.Length - at is 0 or > 18)
        {
            return false;
        }

        ulong m = 0;
        int start = at;
        for (; at < text.Length; at++)
        {
            uint digit = (uint)(text[at] - '0');
            if (digit <= 9)
            {
                m = (10 * m) + digit;
            }
            else if (text[at] == '.' && point < 0)
            {
                point = at;
            }
            else
            {
                return false;
            }
        }

        if (m > Exact || (point >= 0 && text.Length - start == 1))
        {
            return false;
        }

        double magnitude = point < 0 ? m : m / s_powers[text.Length - 1 - point];
        value = negative ? -magnitude : magnitude;
        return true;
    }
}
