namespace SigProp.Comparison.Charts;

/// <summary>What belongs together in a chart.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Style">Its colour, dashes and marker (<see cref="SeriesStyle"/>), the same in all charts.</param>
/// <param name="Points">Its points from left to right.</param>
internal sealed record Series(string Name, int Style, IReadOnlyList<SeriesPoint> Points);
