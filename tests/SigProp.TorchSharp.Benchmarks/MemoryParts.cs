namespace SigProp.TorchSharp.Benchmarks;

/// <summary>What a process's steps took.</summary>
/// <param name="Signals">Memory of signals, gradients and graphs at once.</param>
/// <param name="Layers">The same of each learner, where the rule tells it.</param>
/// <param name="Growth">By how much the process's resident memory has grown in the steps, at its highest.</param>
internal sealed record MemoryParts(long Signals, IReadOnlyList<MemoryParts.Layer> Layers, long Growth)
{
    /// <summary>A learner's name and bytes.</summary>
    public sealed record Layer(string Name, long Bytes);
}
