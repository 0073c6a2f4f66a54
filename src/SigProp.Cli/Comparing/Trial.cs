using SigProp.Training;

namespace SigProp.Cli.Comparing;

/// <summary>One training run and its test.</summary>
/// <param name="Evaluation">How well the network did on the test rows.</param>
/// <param name="Training">How it was trained.</param>
internal sealed record Trial(Evaluation Evaluation, TrainingReport Training);
