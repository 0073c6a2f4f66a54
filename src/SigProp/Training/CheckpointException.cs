namespace SigProp.Training;

/// <summary>A run cannot go on from a folder's checkpoints: they are those of another run, or damaged, or another run is at work there. The message says what to
/// do; nothing was changed.</summary>
public sealed class CheckpointException : InvalidOperationException
{
    internal CheckpointException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
