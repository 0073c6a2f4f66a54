namespace SigProp.Comparison;

/// <summary>What learning a simple model took.</summary>
/// <param name="Seconds">Seconds of learning.</param>
/// <param name="Samples">Rows seen, each as often as it was.</param>
/// <param name="Parameters">Numbers learned.</param>
/// <param name="Curve">Its epochs; empty where there are none.</param>
internal sealed record YardstickEffort(double Seconds, long Samples, long Parameters, IReadOnlyList<CurvePoint> Curve);
