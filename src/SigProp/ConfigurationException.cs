namespace SigProp;

/// <summary>A specification or a set of options is unsound; the message and <see cref="Errors"/> list everything that is wrong at once.</summary>
public sealed class ConfigurationException : ArgumentException
{
    /// <summary>Makes the exception of a list of sentences.</summary>
    /// <param name="subject">What is unsound, for example <c>network</c>.</param>
    /// <param name="errors">What is wrong, a sentence each; at least one.</param>
    public ConfigurationException(string subject, IReadOnlyList<string> errors)
        : base($"The {subject} cannot be used: {string.Join(" ", errors ?? throw new ArgumentNullException(nameof(errors)))}")
    {
        Errors = errors;
    }

    /// <summary>What is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Errors { get; }

    internal static void ThrowIfAny(string subject, IReadOnlyList<string> errors)
    {
        if (errors.Count > 0)
        {
            throw new ConfigurationException(subject, errors);
        }
    }
}
