using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace SigProp.Cli.Arguments;

/// <summary>Shows a command's options in groups, the long texts wrapped; of a command without groups, the usual help.</summary>
/// <param name="usual">Shows the usual help.</param>
/// <param name="groups">The groups of each command that has any.</param>
internal sealed class GroupedHelp(HelpAction usual, IReadOnlyDictionary<Command, IReadOnlyList<OptionGroup>> groups) : SynchronousCommandLineAction
{
    private const int Width = 110;
    private const int Column = 30;
    private const char NoBreak = '\u00a0';

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        Command command = parseResult.CommandResult.Command;
        if (!groups.TryGetValue(command, out IReadOnlyList<OptionGroup>? own))
        {
            return usual.Invoke(parseResult);
        }

        TextWriter writer = parseResult.InvocationConfiguration.Output;
        string arguments = string.Concat(command.Arguments.Select(a => $" <{a.Name}>"));
        writer.WriteLine(command.Description);
        writer.WriteLine();
        writer.WriteLine($"Usage: {string.Join(' ', command.Parents.OfType<Command>().Select(p => p.Name).Append(command.Name))}{arguments} [options]");
        writer.WriteLine();
        foreach (Argument argument in command.Arguments)
        {
            Write(writer, $"<{argument.Name}>", argument.Description ?? "");
        }

        HashSet<Option> grouped = [.. own.SelectMany(g => g.Options)];
        foreach (OptionGroup group in own.Prepend(new OptionGroup("Data and results", [.. command.Options.Where(o => !grouped.Contains(o))])))
        {
            writer.WriteLine();
            writer.WriteLine($"{group.Title}:");
            foreach (Option option in group.Options)
            {
                Write(writer, Name(option), Text(option));
            }
        }

        return ExitCode.Success;
    }

    private static string Name(Option option)
    {
        bool words = option.HelpName is not null && option.HelpName.Contains('|', StringComparison.Ordinal);
        string value = option.HelpName is null ? "" : words ? " <WORD>" : $" <{option.HelpName}>";
        return option.Name + (option.Arity.MinimumNumberOfValues == 0 && value.Length > 0 ? $" [{value.Trim()}]" : value);
    }

    // What it is, its words where it takes one of a few, and what it is where nothing is given.
    private static string Text(Option option)
    {
        string description = option.Description ?? "", otherwise = "";
        int end = description.IndexOf(" [default", StringComparison.Ordinal);
        if (end >= 0)
        {
            (description, otherwise) = (description[..end] + ".", description[end..]);
        }

        if (option.HelpName is string name && name.Contains('|', StringComparison.Ordinal))
        {
            description += $" One of {name.Replace("|", ", ", StringComparison.Ordinal)}.";
        }

        if (option.HasDefaultValue && option is not Option<bool> && option.GetDefaultValue() is object value)
        {
            otherwise = FormattableString.Invariant($" [default:{NoBreak}{value}]");
        }

        return description + (option.Required ? " (required)" : "") + otherwise;
    }

    // The text in a column of its own, line by line.
    private static void Write(TextWriter writer, string name, string text)
    {
        string line = $"  {name}".PadRight(Column - 2) + "  ";
        if (line.Length > Column)
        {
            writer.WriteLine(line.TrimEnd().Replace(NoBreak, ' '));
            line = new string(' ', Column);
        }

        foreach (string word in text.Split(' '))
        {
            if (line.Length + word.Length > Width && line.Trim().Length > 0)
            {
                writer.WriteLine(line.TrimEnd().Replace(NoBreak, ' '));
                line = new string(' ', Column);
            }

            line += $"{word} ";
        }

        writer.WriteLine(line.TrimEnd().Replace(NoBreak, ' '));
    }
}
