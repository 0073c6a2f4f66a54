using System.CommandLine;

namespace SigProp.Cli.Arguments;

/// <summary>Options that belong together.</summary>
/// <param name="Title">What help calls them.</param>
/// <param name="Options">The options.</param>
internal sealed record OptionGroup(string Title, IReadOnlyList<Option> Options);
