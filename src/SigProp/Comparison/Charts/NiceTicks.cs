using System.Globalization;

namespace SigProp.Comparison.Charts;

/// <summary>Numbers that people count in: 1, 2 and 5 times a power of ten.</summary>
internal static class NiceTicks
{
    /// <summary>The smallest nice number that is no less than <paramref name="value"/>, by less than a rounding.</summary>
    /// <param name="value">Above 0.</param>
    public static double StepAbove(double value)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        double part = value / power * (1 - 1e-9);
        return (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10) * power;
    }

    /// <summary>Multiples of a nice step; the first is no more than <paramref name="low"/>, the last no less than <paramref name="high"/>.</summary>
    /// <param name="low">The least value to show.</param>
    /// <param name="high">The greatest, above <paramref name="low"/>.</param>
    /// <param name="about">About how many steps.</param>
    public static IReadOnlyList<Tick> Linear(double low, double high, int about)
    {
        double step = StepAbove((high - low) / about);
        double first = Math.Floor((low / step) + 1e-9), last = Math.Ceiling((high / step) - 1e-9);
        int decimals = Math.Clamp(-(int)Math.Floor(Math.Log10(step) + 1e-9), 0, 15);
        string format = decimals > 6 || step >= 1e9 ? "0.##e0" : "#,0." + new string('0', decimals);

        // A product, not a sum: 3 * 0.1 is nearer to 0.3 than 0.1 + 0.1 + 0.1 is, and both are rounded to what is shown.
        return
        [
            .. from i in Enumerable.Range(0, (int)(last - first) + 1)
               let value = Math.Round((first + i) * step, decimals)
               select new Tick(value, value.ToString(format, CultureInfo.InvariantCulture)),
        ];
    }

    /// <summary>Powers of ten, with 2 and 5 between them where they are few; the first is no more than <paramref name="low"/>, the last no less than
    /// <paramref name="high"/>.</summary>
    /// <param name="low">The least value to show, above 0.</param>
    /// <param name="high">The greatest, above <paramref name="low"/>.</param>
    public static IReadOnlyList<Tick> Logarithmic(double low, double high)
    {
        int first = (int)Math.Floor(Math.Log10(low) + 1e-9), last = (int)Math.Ceiling(Math.Log10(high) - 1e-9);
        int every = ((last - first) / 8) + 1;
        double[] between = last - first <= 3 ? [1, 2, 5] : [1];
        double[] values =
        [
            .. from i in Enumerable.Range(0, ((last - first + every - 1) / every) + 1)
               from part in between
               select part * Math.Pow(10, first + (i * every)),
        ];

        // The outermost 2 and 5 are of use only where values reach them.
        int skip = values.Count(v => v <= low * (1 + 1e-9)) - 1, end = Array.FindIndex(values, v => v >= high * (1 - 1e-9));
        return [.. values[Math.Max(0, skip)..(end + 1)].Select(v => new Tick(v, v.ToString(v is >= 1e-4 and < 1e7 ? "#,0.####" : "0e0", CultureInfo.InvariantCulture)))];
    }
}
