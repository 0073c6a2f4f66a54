namespace SigProp.Comparison;

/// <summary>The mean of some values, and how far they lie apart.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The standard deviation of the sample; 0 for a single value.</param>
public readonly record struct Spread(double Mean, double Deviation)
{
    /// <summary>The spread of some values.</summary>
    /// <param name="values">At least one.</param>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public static Spread Of(IReadOnlyCollection<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        double mean = values.Average();
        return new Spread(mean, values.Count > 1 ? Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1)) : 0);
    }
}
