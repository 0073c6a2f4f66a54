namespace SigProp.Comparison.Charts;

/// <summary>A line to compare with.</summary>
/// <param name="FromX">Where it begins.</param>
/// <param name="FromY">Where it begins.</param>
/// <param name="ToX">Where it ends.</param>
/// <param name="ToY">Where it ends.</param>
/// <param name="Hint">What it is, said on hovering.</param>
internal readonly record struct ReferenceLine(double FromX, double FromY, double ToX, double ToY, string Hint);
