namespace SigProp;

/// <summary>What was to be read is not a model, or a damaged one, or one of a newer version.</summary>
public sealed class ModelFormatException : FormatException
{
    internal ModelFormatException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
