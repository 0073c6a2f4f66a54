namespace SigProp.Comparison;

/// <summary>A number with a name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The number.</param>
public sealed record NamedValue(string Name, double Value);
