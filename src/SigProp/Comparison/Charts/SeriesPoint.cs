namespace SigProp.Comparison.Charts;

/// <summary>A point of a chart.</summary>
/// <param name="X">Across.</param>
/// <param name="Y">Up; where it is not a number the line has a gap.</param>
/// <param name="Hint">What is said on hovering.</param>
internal readonly record struct SeriesPoint(double X, double Y, string Hint)
{
    /// <summary>How far whiskers reach to the left and to the right.</summary>
    public double XDeviation { get; init; }

    /// <summary>How far whiskers reach up and down.</summary>
    public double YDeviation { get; init; }

    public bool IsFinite => double.IsFinite(X) && double.IsFinite(Y);
}
