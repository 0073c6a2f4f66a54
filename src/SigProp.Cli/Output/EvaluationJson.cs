using System.Text.Json;
using SigProp.Training;

namespace SigProp.Cli.Output;

/// <summary>An evaluation for programs to read.</summary>
internal static class EvaluationJson
{
    public static void Write(
        string path, IReadOnlyList<string> classNames, Evaluation evaluation, IReadOnlyList<(int Layer, Evaluation Evaluation)> exits)
        => OutputFile.WriteJson(path, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("rows", evaluation.Rows);
            WriteMeasures(json, evaluation.Accuracy, evaluation.LogLoss, evaluation.MacroF1);
            json.WriteStartArray("exits");
            foreach ((int layer, Evaluation exit) in exits)
            {
                json.WriteStartObject();
                json.WriteNumber("layer", layer);
                WriteMeasures(json, exit.Accuracy, exit.LogLoss, exit.MacroF1);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("classes");
            foreach (string name in classNames)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
            json.WriteStartArray("confusion");
            foreach (IReadOnlyList<int> row in evaluation.Confusion)
            {
                json.WriteStartArray();
                foreach (int count in row)
                {
                    json.WriteNumberValue(count);
                }

                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });

    /// <summary>The measures that every result has.</summary>
    public static void WriteMeasures(Utf8JsonWriter json, double accuracy, double logLoss, double macroF1)
    {
        json.WriteNumber("accuracy", accuracy);
        json.WriteNumber("logLoss", logLoss);
        json.WriteNumber("macroF1", macroF1);
    }
}
