namespace SigProp.Training;

/// <summary>From where a run goes on that was interrupted.</summary>
/// <param name="Epoch">The last epoch that was done before.</param>
/// <param name="File">The checkpoint's file.</param>
/// <param name="Warnings">A sentence for each later checkpoint that could not be used; empty where there was none.</param>
public sealed record TrainingResumption(int Epoch, string File, IReadOnlyList<string> Warnings);
