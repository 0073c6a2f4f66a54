using SigProp.Cli.Output;
using SigProp.Training;

namespace SigProp.Cli.Display;

/// <summary>What is worth watching in training.</summary>
internal static class Details
{
    public static string Of(TrainingProgress progress, string measure)
        => $"loss {Format.Fraction(progress.Loss)}  {measure} {Format.Fraction(progress.Accuracy)}{Validation(progress.Completed)}";

    private static string Validation(EpochReport? report)
        => report?.Validation is [.., AnswerReport head] ? $"  validation {Format.Fraction(head.Accuracy)}" : "";
}
