namespace SigProp.Comparison;

/// <summary>The predictions whose highest probability lies in one of ten bins of equal width.</summary>
/// <param name="Rows">How many.</param>
/// <param name="Confidence">Their mean highest probability.</param>
/// <param name="Accuracy">How many of them are right, from 0 to 1.</param>
public sealed record CalibrationBin(int Rows, double Confidence, double Accuracy);
