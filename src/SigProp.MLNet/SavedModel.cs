using Microsoft.ML.Runtime;

namespace SigProp.MLNet;

/// <summary>Reads what was saved by a transformer that holds a model.</summary>
internal static class SavedModel
{
    /// <summary>Reads, and puts into words where the saved model is cut short or names, as ML.NET notes it beside each part, code that is not
    /// there.</summary>
    /// <exception cref="FormatException">The saved model is damaged.</exception>
    public static T Read<T>(IHostEnvironment environment, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception.GetBaseException() is IOException or BadImageFormatException)
        {
            throw environment.ExceptDecode(exception, $"The saved signal propagation model cannot be read: {exception.GetBaseException().Message}");
        }
    }
}
