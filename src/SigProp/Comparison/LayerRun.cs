namespace SigProp.Comparison;

/// <summary>What one layer took.</summary>
/// <param name="Name">The layer.</param>
/// <param name="SecondsPerSample">Time to learn from a sample, in seconds.</param>
/// <param name="SignalBytes">Memory for its signals, in bytes.</param>
public sealed record LayerRun(string Name, double SecondsPerSample, long SignalBytes);
