namespace SigProp.Data;

/// <summary>A data file or a table cannot be used; the message names the place and says what would be right.</summary>
public sealed class DataFormatException : FormatException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong and where, in one sentence.</param>
    /// <param name="inner">What gave rise to it, if anything.</param>
    public DataFormatException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
