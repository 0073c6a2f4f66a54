namespace SigProp.Comparison.Charts;

/// <summary>A place on an axis.</summary>
/// <param name="Value">Where.</param>
/// <param name="Text">What stands beside it.</param>
internal readonly record struct Tick(double Value, string Text);
