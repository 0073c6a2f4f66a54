namespace SigProp.Cli;

/// <summary>Where the tool writes, and what stops it.</summary>
/// <param name="Out">Takes results.</param>
/// <param name="Error">Takes progress and errors.</param>
/// <param name="Interactive">Whether <paramref name="Error"/> is a terminal, on which a line can be drawn again.</param>
/// <param name="Stop">Ctrl-C.</param>
internal sealed record ToolContext(TextWriter Out, TextWriter Error, bool Interactive, CancellationToken Stop);
