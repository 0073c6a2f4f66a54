namespace SigProp.Training;

/// <summary>What one layer cost in training (tables I to IV).</summary>
/// <param name="Name"><c>layer1</c>, <c>layer2</c>, ... and <c>head</c> where there is one that learns.</param>
/// <param name="SecondsPerSample">Time for a row: signal propagation's forward pass, loss and update of the layer; backpropagation's forward pass,
/// way back and update. Pooling counts with the layer before it.</param>
/// <param name="SignalBytes">Memory for signals that must be there while the layer learns: its input, its output, gradients and what it keeps.
/// Backpropagation: what the layer adds to all that must be there at once.</param>
public sealed record LayerReport(string Name, double SecondsPerSample, long SignalBytes);
