using System.CommandLine;
using System.Text;
using SigProp.Cli.Arguments;
using SigProp.Cli.Input;
using SigProp.Cli.Output;
using SigProp.Data;
using SigProp.Training;

namespace SigProp.Cli.Commands;

/// <summary><c>sigprop figure</c>: what a spiking or a continuous network has to show, as SVG.</summary>
internal static class FigureCommand
{
    public static Command Create(ToolContext context)
    {
        var common = new CommonArguments();
        Option<string> output = new("--out") { HelpName = "FILE", Description = "The SVG file to write.", Required = true };
        Option<string?> data = OptionFactory.Text("--data", "FILE", "The file with the row whose spikes are drawn.");
        Option<int> row = OptionFactory.Whole("--row", "N", "The row, from 1.", 1);
        var command = new Command(
            "figure", "Draws the spikes of a row on their way through a spiking network, or the angles in a continuous network's loop through its training.")
        {
            common.Model, output, data, row,
        };
        command.SetAction(parsed =>
        {
            string modelPath = parsed.GetRequiredValue(common.Model), path = parsed.GetRequiredValue(output);
            string? dataPath = parsed.GetValue(data);
            OutputFile.Check(path, [modelPath, .. dataPath is null ? [] : InputFile.Split(dataPath)]);
            Model model = InputFile.LoadModel(modelPath);
            NetworkSpec spec = model.Network.Spec;
            foreach (Option option in new Option[] { data, row })
            {
                parsed.Refuse(option, spec.Spiking is not null, "a spiking network");
            }

            string svg = spec switch
            {
                { Spiking: not null } => Spikes(
                    context, model, modelPath, dataPath ?? throw new InputException("--data is missing; name the file with the row whose spikes are to be drawn."),
                    parsed.GetValue(row)),
                { Continuous: not null } => Angles(model),
                _ => throw new InputException("There is no figure of this network; train one with --model spiking or --model continuous."),
            };
            OutputFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(svg)));
            context.Out.WriteLine($"Saved to {path}.");
            return ExitCode.Success;
        });
        return command;
    }

    private static string Spikes(ToolContext context, Model model, string modelPath, string path, int row)
    {
        InputEncoding encoding = ModelData.EncodingOf(model, modelPath);
        InputData rows = InputData.Read(path, context.Stop);
        rows.CheckFits(encoding);
        if (row < 1 || row > rows.Count)
        {
            throw new InputException($"--row is {row}, and '{path}' has rows 1 to {rows.Count}.");
        }

        float[] features = rows.Encode(encoding, [row - 1]);
        float[] probabilities = new float[model.Network.ClassCount];
        string answer = "";
        if (!model.Network.Spec.IsRegression)
        {
            model.Network.Predict(features, probabilities);
            int best = probabilities.IndexOf(probabilities.Max());
            answer = $": {model.ClassNames[best]}, {Format.Fraction(probabilities[best])}";
        }

        return SpikeRasterFigure.ToSvg(SpikeRecord.Of(model.Network, features), $"{Path.GetFileName(path)}, row {row}{answer}");
    }

    private static string Angles(Model model) => model.Training is TrainingReport report && report.Epochs.Any(e => e.Angles.Count > 0)
        ? AlignmentFigure.ToSvg(report)
        : throw new InputException("The model does not tell the angles of its loop: it has none, or not one epoch was finished.");
}
