namespace SigProp.Benchmarks;

/// <summary>A process's peak memory and what of it is known, in bytes.</summary>
internal sealed record MemoryParts
{
    /// <summary>The most memory that was resident at one time, managed and native.</summary>
    public long Peak { get; init; }

    /// <summary>Features and labels.</summary>
    public long Data { get; init; }

    /// <summary>The network's tensors.</summary>
    public long Parameters { get; init; }

    /// <summary>The optimizers' moments.</summary>
    public long Optimizer { get; init; }

    /// <summary>The class targets of every layer.</summary>
    public long Targets { get; init; }

    /// <summary>The copy of the best epoch: parameters and moments once more, where rows are held out.</summary>
    public long Snapshot { get; init; }

    /// <summary>Signals, their gradients and what layers keep for their update.</summary>
    public long Signals { get; init; }

    /// <summary>What should account for all but a constant.</summary>
    public long Known => Data + Parameters + Optimizer + Targets + Snapshot;
}
