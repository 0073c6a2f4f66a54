using System.CommandLine;
using System.Globalization;
using System.Numerics.Tensors;
using System.Text;
using CsvHelper;
using SigProp.Cli.Arguments;
using SigProp.Cli.Input;
using SigProp.Cli.Output;
using SigProp.Data;

namespace SigProp.Cli.Commands;

/// <summary><c>sigprop predict</c>: the class of each row, and how sure the model is of each class.</summary>
internal static class PredictCommand
{
    private const int BlockRows = 4096;

    public static Command Create(ToolContext context)
    {
        var common = new CommonArguments();
        Option<string> output = new("--out") { HelpName = "FILE", Description = "The CSV file to write.", Required = true };
        var command = new Command("predict", "Writes a model's class and probabilities for each row of a data file.")
        {
            common.Model, common.Data, output, common.Exit,
        };
        command.SetAction(parsed => Run(
            context, parsed.GetRequiredValue(common.Model), parsed.GetRequiredValue(common.Data), parsed.GetRequiredValue(output),
            parsed.GetValue(common.Exit)));
        return command;
    }

    private static int Run(ToolContext context, string modelPath, string path, string output, int? exit)
    {
        OutputFile.Check(output, modelPath, path);
        Model model = InputFile.LoadModel(modelPath);
        ModelData.CheckExit(model, exit);
        InputEncoding encoding = ModelData.EncodingOf(model, modelPath);
        InputData data = InputData.Read(path, context.Stop);
        data.CheckFits(encoding);
        OutputFile.Write(output, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
            using var csv = new CsvWriter(writer, CultureInfo.InvariantCulture);
            csv.WriteField("predicted");
            foreach (string name in model.ClassNames)
            {
                csv.WriteField($"p_{name}");
            }

            csv.NextRecord();
            foreach (int[] rows in Enumerable.Range(0, data.Count).Chunk(BlockRows))
            {
                context.Stop.ThrowIfCancellationRequested();
                WriteRows(csv, model, data, data.Encode(encoding, rows), rows, exit);
            }
        });
        context.Out.WriteLine($"Wrote {Format.Of(data.Count, "prediction", "predictions")} to {output}.");
        return ExitCode.Success;
    }

    private static void WriteRows(CsvWriter csv, Model model, InputData data, float[] features, int[] rows, int? exit)
    {
        int classes = model.Network.ClassCount;
        float[] probabilities = new float[rows.Length * classes];
        int bad = 0;
        try
        {
            if (exit is int layer)
            {
                model.Network.PredictAtExit(features, probabilities, layer);
            }
            else
            {
                model.Network.Predict(features, probabilities);
            }
        }
        catch (InvalidOperationException) when (Answers.FirstNotFinite(model.Network, features, exit) is int row && (bad = row) >= 0)
        {
            throw Answers.Refusal(data.Place(rows[bad]));
        }

        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<float> row = probabilities.AsSpan(i * classes, classes);
            csv.WriteField(model.ClassNames[TensorPrimitives.IndexOfMax(row)]);
            foreach (float probability in row)
            {
                csv.WriteField(probability.ToString(CultureInfo.InvariantCulture));
            }

            csv.NextRecord();
        }
    }
}
