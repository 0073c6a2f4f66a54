using System.CommandLine;
using SigProp.Cli.Arguments;
using SigProp.Cli.Input;
using SigProp.Cli.Output;
using SigProp.Data;
using SigProp.Training;

namespace SigProp.Cli.Commands;

/// <summary><c>sigprop evaluate</c>: how well a model does on labelled rows.</summary>
internal static class EvaluateCommand
{
    public static Command Create(ToolContext context)
    {
        var common = new CommonArguments();
        common.Label.Description = "The column that holds the classes [default: as in training]";
        var command = new Command("evaluate", "Measures a model on labelled rows.")
        {
            common.Model, common.Data, common.Label, common.Labels, common.Exit, common.Json,
        };
        command.SetAction(parsed => Run(
            context, parsed.GetRequiredValue(common.Model), parsed.GetRequiredValue(common.Data), common.LabelSource(parsed),
            parsed.GetValue(common.Exit), parsed.GetValue(common.Json)));
        return command;
    }

    private static int Run(ToolContext context, string modelPath, string path, LabelSource source, int? exit, string? json)
    {
        if (json is not null)
        {
            OutputFile.Check(json, modelPath, path);
        }

        Model model = InputFile.LoadModel(modelPath);
        ModelData.CheckExit(model, exit);
        InputEncoding encoding = ModelData.EncodingOf(model, modelPath);
        LabelledData data = LabelledData.ReadForModel(path, source, model, encoding, context.Stop);
        int[] rows = [.. Enumerable.Range(0, data.Count)];
        Dataset dataset = data.Encode(encoding, rows);
        Evaluation evaluation = data.Evaluate(model, dataset, rows, exit);
        (int Layer, Evaluation Evaluation)[] exits = model.Network.HasExits && exit is null
            ? [.. Enumerable.Range(1, model.Network.LayerCount).Select(layer => (layer, data.Evaluate(model, dataset, rows, layer)))]
            : [];
        context.Stop.ThrowIfCancellationRequested();
        if (json is not null)
        {
            EvaluationJson.Write(json, model.ClassNames, evaluation, exits);
        }

        EvaluationText.Write(context.Out, model.ClassNames, evaluation, exits);
        return ExitCode.Success;
    }
}
