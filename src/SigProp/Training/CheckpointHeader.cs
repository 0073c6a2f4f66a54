namespace SigProp.Training;

/// <summary>All of a checkpoint but what the network and the optimizer hold.</summary>
internal sealed record CheckpointHeader
{
    /// <summary>Whose checkpoint it is.</summary>
    public required RunFingerprint Run { get; init; }

    /// <summary>The last epoch done.</summary>
    public required int Epoch { get; init; }

    /// <summary>The best epoch so far; 0 where none was measured.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>The best epoch's validation loss.</summary>
    public required double BestLoss { get; init; }

    /// <summary>Rows learned from.</summary>
    public required long Samples { get; init; }

    /// <summary>How long the learning took.</summary>
    public required double Seconds { get; init; }

    /// <summary>The report so far.</summary>
    public required IReadOnlyList<EpochReport> Epochs { get; init; }
}
