namespace SigProp.Training;

/// <summary>How far training is; reported a few times a second and at the end of every epoch.</summary>
/// <remarks>The network may be used by whoever is told of an epoch's end (<see cref="Completed"/>); in between, layers may be learning.</remarks>
public sealed record TrainingProgress
{
    /// <summary>The epoch under way, from 1, or from where <c>Trainer.TrainMore</c> went on.</summary>
    public required int Epoch { get; init; }

    /// <summary>The number of the last epoch planned.</summary>
    public required int Epochs { get; init; }

    /// <summary>Steps done in this epoch.</summary>
    public required int Step { get; init; }

    /// <summary>Steps in an epoch.</summary>
    public required int Steps { get; init; }

    /// <summary>Seconds since training began.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>The last learner's running loss in this epoch.</summary>
    public required double Loss { get; init; }

    /// <summary>The last learner's running accuracy in this epoch, in [0, 1].</summary>
    public required double Accuracy { get; init; }

    /// <summary>Rows read so far by the first pass over a <see cref="Data.RowSource"/>, which counts and measures them before the first epoch;
    /// the other numbers have no meaning yet. 0 in epochs.</summary>
    public long RowsSurveyed { get; init; }

    /// <summary>From where the run goes on, told once before the first step of a run that was interrupted (<see cref="TrainingOptions.Checkpoint"/>); null
    /// otherwise.</summary>
    public TrainingResumption? Resumed { get; init; }

    /// <summary>The epoch's report, once it has ended; null before.</summary>
    public EpochReport? Completed { get; init; }
}
