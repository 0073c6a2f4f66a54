using System.CommandLine;
using SigProp.Cli.Arguments;
using SigProp.Cli.Input;
using SigProp.Cli.Output;

namespace SigProp.Cli.Commands;

/// <summary><c>sigprop inspect</c>: what is in a model file.</summary>
internal static class InspectCommand
{
    public static Command Create(ToolContext context)
    {
        var common = new CommonArguments();
        var command = new Command("inspect", "Shows a model's network, its classes, its encoding and how it was trained.") { common.Model };
        command.SetAction(parsed =>
        {
            ModelText.Write(context.Out, InputFile.LoadModel(parsed.GetRequiredValue(common.Model)));
            return ExitCode.Success;
        });
        return command;
    }
}
