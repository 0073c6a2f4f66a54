using System.CommandLine;
using System.CommandLine.Help;
using SigProp.Cli.Arguments;
using SigProp.Cli.Commands;
using SigProp.Data;
using SigProp.Training;

namespace SigProp.Cli;

/// <summary>The tool's one entry: from arguments to an exit code, with every failure told in one sentence.</summary>
internal static class Tool
{
    private const string Name = "sigprop";

    /// <summary>Runs one command.</summary>
    public static int Run(string[] args, ToolContext context)
    {
        try
        {
            ParseResult parsed = CreateRoot(context).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Errors.Count > 0 && parsed.Action is not GroupedHelp)
            {
                return Fail(context, ExitCode.BadInput, $"{Problem(parsed)} See '{Name} {PathOf(parsed)}--help'.");
            }

            return parsed.Invoke(new InvocationConfiguration
            {
                Output = context.Out,
                Error = context.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (OperationCanceledException)
        {
            return Fail(context, ExitCode.Stopped, "Stopped; nothing was written.");
        }
        catch (DivergenceException exception)
        {
            return Fail(context, ExitCode.Failure, EngineWords.Translate(exception.Message));
        }
        catch (CheckpointException exception)
        {
            return Fail(context, ExitCode.BadInput, EngineWords.Translate(exception.Message));
        }
        catch (Exception exception) when (IsBadInput(exception))
        {
            return Fail(context, ExitCode.BadInput, exception.Message);
        }
        catch (ConfigurationException exception)
        {
            return Fail(context, ExitCode.BadInput, EngineWords.Translate(exception.Errors[0]));
        }
        catch (ArgumentException exception)
        {
            string parameter = $" (Parameter '{exception.ParamName}')";
            return Fail(context, ExitCode.BadInput, EngineWords.Translate(exception.Message.Replace(parameter, "", StringComparison.Ordinal)));
        }
        catch (Exception exception) when (exception is OutOfMemoryException or OverflowException)
        {
            return Fail(context, ExitCode.Failure, "The data and the network need more memory than there is; give fewer rows or smaller layers.");
        }
        catch (Exception exception)
        {
            // A mistake of this program; people get a sentence even so.
            return Fail(context, ExitCode.Failure, $"Unexpected {exception.GetType().Name}: {exception.Message}");
        }
    }

    // Not a RootCommand, which takes the name of the assembly.
    private static Command CreateRoot(ToolContext context)
    {
        var groups = new Dictionary<Command, IReadOnlyList<OptionGroup>>();
        var help = new HelpOption();
        help.Action = new GroupedHelp((HelpAction)help.Action!, groups);
        return new(Name, "Trains, compares and uses networks that learn in their forward pass.")
        {
            help,
            new VersionOption(),
            TrainCommand.Create(context, groups),
            EvaluateCommand.Create(context),
            PredictCommand.Create(context),
            InspectCommand.Create(context),
            FigureCommand.Create(context),
            CompareCommand.Create(context, groups),
        };
    }

    private static bool IsBadInput(Exception exception)
        => exception is InputException or DataFormatException or ModelFormatException or IOException or UnauthorizedAccessException;

    private static string Problem(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string commands = string.Join(", ", command.Subcommands.Select(c => c.Name));
        return parsed.UnmatchedTokens switch
        {
            [string token, ..] when token.StartsWith('-') => $"{command.Name} has no option '{token}'.",
            [string token, ..] when commands.Length > 0 => $"There is no command '{token}'; there are {commands}.",
            [] when commands.Length > 0 => $"No command was given; there are {commands}.",
            _ => parsed.Errors[0].Message,
        };
    }

    private static string PathOf(ParseResult parsed)
        => parsed.CommandResult.Command.Name == Name ? "" : $"{parsed.CommandResult.Command.Name} ";

    private static int Fail(ToolContext context, int code, string message)
    {
        context.Error.WriteLine(message.ReplaceLineEndings(" "));
        return code;
    }
}
