using SigProp.Cli.Output;
using SigProp.Training;

namespace SigProp.Cli.Comparing;

/// <summary>One training run and its test.</summary>
/// <param name="Measures">How well the network did on the test rows.</param>
/// <param name="Training">How it was trained.</param>
internal sealed record Trial(IReadOnlyList<Measure> Measures, TrainingReport Training);
