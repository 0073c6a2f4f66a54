namespace SigProp.Continuous;

/// <summary>How far a weight matrix of the loop is from the product of the others (Fig 4).</summary>
/// <param name="Name">The matrix, for example <c>layer2.weight</c>, <c>head.weight</c> or <c>loop.weight</c>.</param>
/// <param name="Degrees">The angle between it and the transposed product of the other weights of the loop, both taken as vectors, in degrees from 0 to
/// 180; below 90 the loop brings the output's error back with the right sign.</param>
public sealed record WeightAngle(string Name, double Degrees);
