namespace SigProp.Comparison;

/// <summary>How well one layer answers (Eq 8).</summary>
/// <param name="Name">The layer, or the head.</param>
/// <param name="Accuracy">Its test accuracy, from 0 to 1.</param>
public sealed record ExitAccuracy(string Name, double Accuracy);
