namespace SigProp.Comparison;

/// <summary>Memory for signals by depth.</summary>
/// <param name="Layers">Hidden layers.</param>
/// <param name="SignalBytes">Memory for signals, their gradients and what layers keep between forward pass and update, in bytes.</param>
public sealed record DepthMemory(int Layers, long SignalBytes);
