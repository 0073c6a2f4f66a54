using System.Runtime.InteropServices;

namespace SigProp.TorchSharp.Running;

/// <summary>libtorch's errors are many lines of its stack; what a user can do about them is said in one sentence.</summary>
internal static class TorchFailure
{
    /// <summary>Whether an exception is libtorch's, or one of binding to a TorchSharp of another version.</summary>
    public static bool Is(Exception exception) => exception is ExternalException or MissingMemberException or TypeLoadException;

    /// <summary>The exception that says it in one sentence.</summary>
    /// <param name="exception">What TorchSharp threw.</param>
    /// <param name="place">The device.</param>
    /// <param name="what">What was being done, for example: a training step.</param>
    public static InvalidOperationException Of(Exception exception, TorchPlace place, string what)
    {
        string line = LibTorch.FirstLine(exception.Message), device = place.IsCuda ? "cuda" : "cpu";
        bool isFull = line.Contains("out of memory", StringComparison.OrdinalIgnoreCase) || line.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase);
        return new InvalidOperationException(
            exception is not ExternalException
                ? $"TorchSharp {LibTorch.Version} lacks what SigProp.TorchSharp uses in {what} ({line}); reference the packages TorchSharp and {LibTorch.Packages} in version "
                    + $"{LibTorch.BuiltFor}."
            : isFull ? $"The memory of the device {device} does not suffice for {what}; choose a smaller BatchSize, or Precision Half. ({line}.)"
            : $"libtorch failed in {what} on the device {device}: {line}.",
            exception);
    }
}
