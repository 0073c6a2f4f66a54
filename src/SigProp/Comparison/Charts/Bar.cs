namespace SigProp.Comparison.Charts;

/// <summary>A line of a bar chart.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Style">Its colour (<see cref="SeriesStyle"/>).</param>
/// <param name="Value">Where the bar ends.</param>
/// <param name="Deviation">How far whiskers reach to both sides.</param>
/// <param name="Text">The value for people.</param>
/// <param name="Hint">What is said on hovering.</param>
internal sealed record Bar(string Name, int Style, double Value, double Deviation, string Text, string Hint)
{
    /// <summary>The single values that the value is the mean of; empty where they are not drawn.</summary>
    public IReadOnlyList<double> Dots { get; init; } = [];
}
