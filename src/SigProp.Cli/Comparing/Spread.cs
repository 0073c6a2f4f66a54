namespace SigProp.Cli.Comparing;

/// <summary>The mean of some values, and how far they lie apart.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The standard deviation of the sample; 0 for a single value.</param>
internal readonly record struct Spread(double Mean, double Deviation)
{
    public static Spread Of(IReadOnlyCollection<double> values)
    {
        double mean = values.Average();
        return new Spread(mean, values.Count > 1 ? Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1)) : 0);
    }
}
