using System.Globalization;

namespace SigProp.Cli.Output;

/// <summary>Numbers as people read them, the same on every machine.</summary>
internal static class Format
{
    private static readonly string[] s_units = ["B", "KiB", "MiB", "GiB"];

    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Of(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{Count(count)} {many}";

    public static string Fraction(double value) => value.ToString("F4", CultureInfo.InvariantCulture);

    public static string Seconds(double value) => value.ToString(value < 100 ? "F2" : "F0", CultureInfo.InvariantCulture);

    public static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>With as many decimals as give <paramref name="like"/> six digits, so that numbers of a kind line up.</summary>
    public static string Number(double value, double like) => Math.Abs(like) is >= 1e-3 and < 1e15
        ? value.ToString($"F{Math.Max(0, 5 - (int)Math.Floor(Math.Log10(Math.Abs(like))))}", CultureInfo.InvariantCulture)
        : Number(value);

    public static string Rate(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Bytes(long value)
    {
        double amount = value;
        int unit = 0;
        while (amount >= 1024 && unit < s_units.Length - 1)
        {
            amount /= 1024;
            unit++;
        }

        return amount.ToString(unit == 0 || amount >= 100 ? "F0" : "F1", CultureInfo.InvariantCulture) + " " + s_units[unit];
    }

    public static string Duration(TimeSpan value) => value.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)value.TotalHours}:{value.Minutes:00}:{value.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{value.Minutes}:{value.Seconds:00}");
}
