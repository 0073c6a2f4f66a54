using System.Globalization;

namespace SigProp.Comparison;

/// <summary>Numbers as people read them, the same on every machine.</summary>
internal static class ReportNumber
{
    /// <summary>Stands where there is no number.</summary>
    public const string None = "–";

    private static readonly (double Size, string Name)[] s_bytes = [(1, "B"), (1L << 10, "KiB"), (1L << 20, "MiB"), (1L << 30, "GiB")];

    private static readonly (double Size, string Name)[] s_seconds = [(1e-9, "ns"), (1e-6, "µs"), (1e-3, "ms"), (1, "s")];

    /// <summary>A value of a measure, with the decimals of <paramref name="like"/>, or its own.</summary>
    public static string Of(MeasureInfo measure, double value, double? like = null) => !double.IsFinite(value)
        ? None
        : measure.IsFraction ? Invariant(value, "0.0000") : Significant(value, like ?? value);

    /// <summary>A mean, and the deviation where there are several runs.</summary>
    public static string Of(MeasureInfo measure, Spread spread, int runs) => runs > 1 && double.IsFinite(spread.Mean)
        ? $"{Of(measure, spread.Mean)} ± {Of(measure, spread.Deviation, spread.Mean)}"
        : Of(measure, spread.Mean);

    public static string Bytes(double value) => value > 0 ? In(UnitOf(value, s_bytes), value) : None;

    public static string Seconds(double value) => value > 0 && double.IsFinite(value) ? In(UnitOf(value, s_seconds), value) : None;

    /// <summary>A mean and a deviation in one unit.</summary>
    public static string Seconds(Spread spread, int runs)
    {
        if (runs < 2 || !(spread.Mean > 0) || !double.IsFinite(spread.Mean))
        {
            return Seconds(spread.Mean);
        }

        (double size, string name) = UnitOf(spread.Mean, s_seconds);
        string format = FormatOf(spread.Mean / size);
        return $"{Invariant(spread.Mean / size, format)} {name} ± {Invariant(spread.Deviation / size, format)} {name}";
    }

    public static string Count(double value) => value > 0 ? Invariant(value, "#,0") : None;

    public static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{Invariant(count, "#,0")} {many}";

    public static string Percent(double part) => double.IsFinite(part) ? Invariant(100 * part, "0.00") + " %" : None;

    /// <summary>How many times as much; two digits are enough.</summary>
    public static string Times(double ratio) => Invariant(ratio, ratio < 10 ? "0.0" : "#,0");

    public static string Invariant(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>The unit in which the largest of some values has few digits, for an axis.</summary>
    public static (double Size, string Name) UnitOfBytes(IEnumerable<double> values) => UnitOf(values.Append(0).Max(), s_bytes);

    /// <inheritdoc cref="UnitOfBytes"/>
    public static (double Size, string Name) UnitOfSeconds(IEnumerable<double> values) => UnitOf(values.Append(0).Max(), s_seconds);

    private static (double Size, string Name) UnitOf(double value, (double Size, string Name)[] units) => units.LastOrDefault(u => value >= u.Size, units[0]);

    private static string In((double Size, string Name) unit, double value)
        => $"{Invariant(value / unit.Size, unit.Name == "B" ? "0" : FormatOf(value / unit.Size))} {unit.Name}";

    private static string FormatOf(double amount) => amount >= 100 ? "#,0" : amount >= 10 ? "0.0" : "0.00";

    private static string Significant(double value, double like) => Math.Abs(like) is >= 1e-3 and < 1e15
        ? Invariant(value, "F" + Math.Max(0, 5 - (int)Math.Floor(Math.Log10(Math.Abs(like)))).ToString(CultureInfo.InvariantCulture))
        : Invariant(value, "G6");
}
