namespace SigProp.Cli.Input;

/// <summary>Where the classes are.</summary>
/// <param name="Column">The column of a table.</param>
/// <param name="File">The file that goes with a file of images.</param>
internal sealed record LabelSource(string? Column, string? File);
