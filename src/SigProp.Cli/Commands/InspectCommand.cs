using System.CommandLine;
using SigProp.Cli.Arguments;
using SigProp.Cli.Input;
using SigProp.Cli.Output;
using SigProp.Data;
using SigProp.Training;

namespace SigProp.Cli.Commands;

/// <summary><c>sigprop inspect</c>: what is in a model file.</summary>
internal static class InspectCommand
{
    public static Command Create(ToolContext context)
    {
        var common = new CommonArguments();
        Option<string?> spikes = OptionFactory.Text(
            "--spikes", "FILE", "Also how a spiking network is at work on the rows of a file: spikes, synaptic operations, silent neurons.");
        var command = new Command("inspect", "Shows a model's network, its classes, its encoding and how it was trained.") { common.Model, spikes };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(common.Model);
            Model model = InputFile.LoadModel(path);
            SpikeActivity? activity = null;
            if (parsed.GetValue(spikes) is string data)
            {
                parsed.Refuse(spikes, model.Network.Spec.Spiking is not null, "a spiking network");
                activity = Activity(context, model, path, data);
            }

            ModelText.Write(context.Out, model);
            if (activity is not null)
            {
                context.Out.WriteLine();
                SpikeText.Write(context.Out, activity);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static SpikeActivity Activity(ToolContext context, Model model, string modelPath, string path)
    {
        InputEncoding encoding = ModelData.EncodingOf(model, modelPath);
        InputData data = InputData.Read(path, context.Stop);
        data.CheckFits(encoding);
        if (data.Count == 0)
        {
            throw new InputException($"'{path}' holds no rows.");
        }

        // Labels are not read.
        float[] features = data.Encode(encoding, [.. Enumerable.Range(0, data.Count)]);
        return SpikeActivity.Of(model.Network, new Dataset(features, encoding.Width, new int[data.Count], 2));
    }
}
