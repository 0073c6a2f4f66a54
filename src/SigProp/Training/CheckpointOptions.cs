namespace SigProp.Training;

/// <summary>Where and how often a run writes down what it needs to go on after it was interrupted.</summary>
/// <remarks>
/// <para>A run that is started again on the same data, with the same specification and options, goes on after the last epoch that was written, and ends with the
/// network of a run that was never interrupted, bit for bit on the same kind of processor. <see cref="TrainingOptions.Threads"/> and
/// <see cref="TrainingOptions.Pipeline"/> may be others. Anything else that differs is refused with a <see cref="CheckpointException"/>.</para>
/// <para>A run that ends removes its checkpoints, and the next one begins afresh: one that has done all epochs, has stopped early, or has diverged. One that was
/// cancelled, killed or broken off by an exception leaves them.</para>
/// </remarks>
/// <param name="Folder">The folder, which is made where there is none; of one run at a time. Files in it that are no checkpoints are left alone.</param>
public sealed record CheckpointOptions(string Folder)
{
    /// <summary>Epochs from one checkpoint to the next, at least 1; default 1. An epoch that is interrupted is done anew, and so are those since the last
    /// checkpoint.</summary>
    public int EveryEpochs { get; init; } = 1;

    /// <summary>The least time from one checkpoint to the next: epochs that end before go without; default 0.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>Checkpoints in the folder, at least 1; default 2. Where the last one is damaged the one before is used.</summary>
    public int Keep { get; init; } = 2;

    internal void Validate(List<string> errors)
    {
        if (string.IsNullOrWhiteSpace(Folder))
        {
            errors.Add("Checkpoint.Folder is empty; name a folder, or leave Checkpoint out.");
        }

        if (EveryEpochs < 1)
        {
            errors.Add($"Checkpoint.EveryEpochs is {EveryEpochs}; it must be at least 1.");
        }

        if (Interval < TimeSpan.Zero)
        {
            errors.Add($"Checkpoint.Interval is {Interval}; it must be at least 0.");
        }

        if (Keep < 1)
        {
            errors.Add($"Checkpoint.Keep is {Keep}; it must be at least 1.");
        }
    }
}
