namespace SigProp.Cli.Tests;

/// <summary>What a run of the tool came to.</summary>
public sealed record Outcome(int Code, string Out, string Error);
