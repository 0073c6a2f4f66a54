using System.Text.Json.Serialization;

namespace SigProp.Training;

/// <summary>How a network was trained, and how that went.</summary>
public sealed record TrainingReport
{
    /// <summary>What was asked for.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>What the steps were taken on: <c>managed</c> for the managed engine, else libtorch's device, for example <c>cuda</c>; <c>managed</c> where that is
    /// not known.</summary>
    public string Device { get; init => field = value ?? ManagedBackend.Title; } = ManagedBackend.Title;

    /// <summary>Rows learned from.</summary>
    public required int TrainingRows { get; init; }

    /// <summary>Rows held out or given for validation.</summary>
    public required int ValidationRows { get; init; }

    /// <summary>Rows a step, as asked for or chosen.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The epochs done, in order; one that was cut short is not among them.</summary>
    public required IReadOnlyList<EpochReport> Epochs { get; init; }

    /// <summary>The epoch whose network was kept, from 1; with no validation the last one begun; where training was cancelled before its first
    /// step, as many as were done before: 0, or those of the state that <c>Trainer.TrainMore</c> went on from.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>Why training ended.</summary>
    public required StopReason StopReason { get; init; }

    /// <summary>How long the learning took, without validation.</summary>
    public required double TrainSeconds { get; init; }

    /// <summary>Rows learned from in a second.</summary>
    public required double SamplesPerSecond { get; init; }

    /// <summary>Groups of layers that learned in parallel (<see cref="TrainingOptions.Pipeline"/>), as chosen in the end; 1 where steps were taken one after
    /// the other; 0 where that is not known.</summary>
    public int PipelineStages { get; init; }

    /// <summary>What each layer cost, in order, and last the head where there is one that learns; <c>network</c> alone where it is known of the whole only, as of
    /// rules by libtorch whose error comes from above; empty where it is not known.</summary>
    public IReadOnlyList<LayerReport> Layers { get; init => field = value ?? []; } = [];

    /// <summary>What to look into, a sentence each, with a remedy: what the last epoch warned of.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Warnings => Epochs.Count == 0 ? [] : Epochs[^1].Warnings;

    /// <summary>Memory for the network's tensors, the optimizers' moments and averages while steps are taken, with that in which what is kept in 16 bits
    /// (<see cref="TrainingOptions.Precision"/>) is expanded, a layer at a time; 0 where that is not known. The copy of the best epoch takes as much once more,
    /// less what expands, and between epochs a network of 16 bits holds its tensors in 32 besides.</summary>
    public long ParameterBytes { get; init; }

    /// <summary>Memory for signals, their gradients and what layers keep between forward pass and update; flat in depth for signal propagation.</summary>
    public required long SignalBytes { get; init; }
}
