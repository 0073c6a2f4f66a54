using System.CommandLine;
using System.Globalization;
using System.Text;
using CsvHelper;
using SigProp.Cli.Arguments;
using SigProp.Cli.Input;
using SigProp.Cli.Output;
using SigProp.Cli.Predicting;
using SigProp.Data;

namespace SigProp.Cli.Commands;

/// <summary><c>sigprop predict</c>: the class of each row, and how sure the model is of each class; or the number of each row.</summary>
internal static class PredictCommand
{
    private const int BlockRows = 4096;

    public static Command Create(ToolContext context)
    {
        var common = new CommonArguments();
        Option<string> output = new("--out") { HelpName = "FILE", Description = "The CSV file to write.", Required = true };
        Option<float?> confidence = OptionFactory.OptionalNumber(
            "--confidence", "X", "Stop at the first layer whose best class leads by this; the column 'layer' says which.");
        Option<float?> interval = OptionFactory.OptionalNumber(
            "--interval", "X", "Write the ends of intervals that hold this part of the numbers, such as 0.9, too.");
        Option<string?> quantiles = OptionFactory.Text(
            "--quantiles", "X,X,...", "Write the numbers below which these parts lie, such as 0.1,0.5,0.9, too.");
        var command = new Command("predict", "Writes a model's class and probabilities, or its number, for each row of a data file.")
        {
            common.Model, common.Data, output, common.Exit, confidence, interval, quantiles,
        };
        command.SetAction(parsed =>
        {
            double? part = parsed.GetValue(interval) is float x ? Math.Round(x, 6) : null;
            double[] levels = Levels.Read(parsed.GetValue(quantiles));
            Levels.CheckPart(interval.Name, part);
            int? exit = parsed.GetValue(common.Exit);
            return Run(
                context, parsed.GetRequiredValue(common.Model), parsed.GetRequiredValue(common.Data), parsed.GetRequiredValue(output), model =>
                {
                    ModelData.CheckExit(model, exit);
                    foreach (Option option in new Option[] { interval, quantiles }.Where(parsed.Has))
                    {
                        ModelData.CheckDistribution(model, option.Name);
                        parsed.Refuse(option, exit is null, "the head, and not with --exit");
                    }

                    float? margin = parsed.GetValue(confidence);
                    if (margin is float least)
                    {
                        ModelData.CheckConfidence(model, exit, least);
                    }

                    return model.Network.Spec.IsRegression ? new NumberPredictor(model, exit, part, levels) : new ClassPredictor(model, exit, margin);
                });
        });
        return command;
    }

    private static int Run(ToolContext context, string modelPath, string path, string output, Func<Model, Predictor> create)
    {
        OutputFile.Check(output, [modelPath, .. InputFile.Split(path)]);
        Model model = InputFile.LoadModel(modelPath);
        Predictor predictor = create(model);
        InputEncoding encoding = ModelData.EncodingOf(model, modelPath);
        InputData data = InputData.Read(path, context.Stop);
        data.CheckFits(encoding);
        OutputFile.Write(output, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
            using var csv = new CsvWriter(writer, CultureInfo.InvariantCulture);
            foreach (string name in predictor.Columns)
            {
                csv.WriteField(name);
            }

            csv.NextRecord();
            foreach (int[] rows in Enumerable.Range(0, data.Count).Chunk(BlockRows))
            {
                context.Stop.ThrowIfCancellationRequested();
                predictor.Write(csv, data.Encode(encoding, rows), row => data.Place(rows[row]));
            }
        });
        context.Out.WriteLine($"Wrote {Format.Of(data.Count, "prediction", "predictions")} to {output}.");
        return ExitCode.Success;
    }
}
