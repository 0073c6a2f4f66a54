namespace SigProp.Comparison;

/// <summary>A measure of predictions.</summary>
/// <param name="Key">Its name in JSON and in <see cref="ComparisonRun.Measures"/>, for example <c>logLoss</c>.</param>
/// <param name="Name">Its name for people, for example <c>log-loss</c>.</param>
/// <param name="IsBetterHigher">Whether more is better.</param>
/// <param name="IsFraction">Whether it is a part of 1, or of no unit; otherwise it has the unit of the numbers predicted.</param>
public sealed record MeasureInfo(string Key, string Name, bool IsBetterHigher, bool IsFraction);
