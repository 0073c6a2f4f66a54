namespace SigProp.Cli;

/// <summary>Something that was given on the command line cannot be used; the message says what, in one sentence.</summary>
internal sealed class InputException(string message) : Exception(message);
