using System.Globalization;

namespace SigProp.Comparison.Charts;

/// <summary>Where values lie between the ends of a chart.</summary>
internal sealed record Axis
{
    // From here on a linear axis would press most values together at its lower end.
    private const double LeastSpanForLogarithm = 30;

    private Axis()
    {
    }

    /// <summary>What is measured, with its unit.</summary>
    public required string Label { get; init; }

    /// <summary>Ascending; the first and the last are the ends but for an axis of names.</summary>
    public required IReadOnlyList<Tick> Ticks { get; init; }

    public required double Low { get; init; }

    public required double High { get; init; }

    public bool IsLogarithmic { get; init; }

    /// <summary>An axis for some values.</summary>
    /// <param name="label">What is measured.</param>
    /// <param name="values">The values; those that are not finite count for nothing.</param>
    /// <param name="fromZero">Whether 0 is shown whatever the values, as bars ask for.</param>
    /// <param name="mayBeLogarithmic">Whether the axis is logarithmic where the values are above 0 and span much.</param>
    /// <param name="most">The greatest value there can be; none lies beyond.</param>
    /// <param name="steps">About how many steps.</param>
    public static Axis Of(
        string label, IEnumerable<double> values, bool fromZero = false, bool mayBeLogarithmic = false, double most = double.PositiveInfinity, int steps = 5)
    {
        double[] shown = [.. values.Where(double.IsFinite).Select(v => Math.Min(v, most))];
        double low = shown.Length > 0 ? shown.Min() : 0, high = shown.Length > 0 ? shown.Max() : 1;
        bool isLogarithmic = mayBeLogarithmic && low > 0 && high / low >= LeastSpanForLogarithm;
        if (fromZero && !isLogarithmic)
        {
            (low, high) = (Math.Min(low, 0), Math.Max(high, 0));
        }

        if (high - low <= 1e-12 * Math.Abs(high))
        {
            double room = high == 0 ? 1 : Math.Abs(high) / 10;
            (low, high) = (low - room, Math.Min(high + room, Math.Max(high, most)));
        }

        IReadOnlyList<Tick> ticks = isLogarithmic ? NiceTicks.Logarithmic(low, high) : NiceTicks.Linear(low, high, steps);
        return new Axis { Label = label, Ticks = ticks, Low = ticks[0].Value, High = ticks[^1].Value, IsLogarithmic = isLogarithmic };
    }

    /// <summary>An axis of whole numbers, without room at its ends.</summary>
    /// <param name="label">What is counted.</param>
    /// <param name="values">The numbers, at least one.</param>
    public static Axis OfWhole(string label, IEnumerable<double> values)
    {
        double[] shown = [.. values];
        double low = shown.Min(), high = Math.Max(shown.Max(), low + 1), step = Math.Max(1, NiceTicks.StepAbove((high - low) / 8));
        int[] multiples = [.. Enumerable.Range((int)Math.Floor(low / step), (int)((high - low) / step) + 2)];
        return new Axis
        {
            Label = label,
            Ticks =
            [
                // The first is of interest even where it is no multiple.
                .. multiples.Select(m => m * step).Where(v => v >= low + (0.6 * step) && v <= high).Prepend(low)
                    .Select(v => new Tick(v, v.ToString("#,0", CultureInfo.InvariantCulture))),
            ],
            Low = low,
            High = high,
        };
    }

    /// <summary>An axis of names, at 0, 1, 2, ...</summary>
    /// <param name="label">What they name.</param>
    /// <param name="names">The names.</param>
    public static Axis OfNames(string label, IReadOnlyList<string> names) => new()
    {
        Label = label,
        Ticks = [.. names.Select((name, i) => new Tick(i, name))],
        Low = -0.5,
        High = Math.Max(0, names.Count - 1) + 0.5,
    };

    /// <summary>Where a value lies, 0 at the lower end, 1 at the upper; what lies beyond is at the end.</summary>
    public double Place(double value) => Math.Clamp(
        IsLogarithmic ? Math.Log(Math.Max(value, Low) / Low) / Math.Log(High / Low) : (value - Low) / (High - Low), 0, 1);
}
