namespace SigProp.TorchSharp.Benchmarks;

/// <summary>What a run of <c>half</c> ended with.</summary>
/// <param name="Exits">The test error of each layer's own answer, in %.</param>
/// <param name="Head">The head's, in %.</param>
/// <param name="Seconds">What training took.</param>
/// <param name="SamplesPerSecond">Rows learned from in a second.</param>
/// <param name="ParameterBytes">Parameters and moments.</param>
/// <param name="SignalBytes">What a step needs besides.</param>
internal sealed record HalfResult(IReadOnlyList<double> Exits, double Head, double Seconds, double SamplesPerSecond, long ParameterBytes, long SignalBytes);
