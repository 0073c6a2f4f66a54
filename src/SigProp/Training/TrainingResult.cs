namespace SigProp.Training;

/// <summary>A trained network and how it came about.</summary>
/// <param name="Network">The best network where there was validation, else the last.</param>
/// <param name="Report">How training went.</param>
/// <param name="State">What the optimizer knew when the network was as it is now: <c>Trainer.TrainMore</c> goes on from there.</param>
public sealed record TrainingResult(Network Network, TrainingReport Report, TrainingState State);
