using System.CommandLine;

namespace SigProp.Cli.Arguments;

/// <summary>Questions about what was given.</summary>
internal static class ParseResultExtensions
{
    /// <summary>Whether an option was given, and not left at its default.</summary>
    public static bool Has(this ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>Refuses an option that would do nothing.</summary>
    /// <param name="parsed">What was given.</param>
    /// <param name="option">The option.</param>
    /// <param name="useful">Whether it does something.</param>
    /// <param name="needs">What it goes with.</param>
    /// <exception cref="InputException">It was given and does nothing.</exception>
    public static void Refuse(this ParseResult parsed, Option option, bool useful, string needs)
    {
        if (!useful && parsed.Has(option))
        {
            throw new InputException($"{option.Name} goes with {needs}; leave it out.");
        }
    }
}
