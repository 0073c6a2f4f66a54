namespace SigProp.Cli;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The work itself failed, for example because training diverged.</summary>
    public const int Failure = 1;

    /// <summary>Something that was given cannot be used.</summary>
    public const int BadInput = 2;

    /// <summary>Ctrl-C, as shells have it: 128 and the signal's number.</summary>
    public const int Stopped = 130;
}
