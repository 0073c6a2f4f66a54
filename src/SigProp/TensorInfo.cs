namespace SigProp;

/// <summary>Name and shape of one of a network's tensors.</summary>
/// <param name="Name">For example <c>layer1.weight</c>.</param>
/// <param name="Rows">For weights: outputs. For vectors: 1.</param>
/// <param name="Columns">For weights: inputs.</param>
public sealed record TensorInfo(string Name, int Rows, int Columns);
