using SigProp.Training;

namespace SigProp.TorchSharp.Benchmarks;

/// <summary>What a user can do something about is said without the stack.</summary>
internal static class OneSentence
{
    /// <summary>Calls a function whose failures are those of the command's arguments.</summary>
    /// <exception cref="ArgumentException">What it failed with.</exception>
    public static T Of<T>(Func<T> run)
    {
        try
        {
            return run();
        }
        catch (Exception e) when (e is PlatformNotSupportedException or CheckpointException or DivergenceException or InvalidOperationException)
        {
            throw new ArgumentException(e.Message, e);
        }
    }
}
