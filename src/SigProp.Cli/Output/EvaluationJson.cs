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
            Measure.Write(json, Measure.Of(evaluation));
            WriteExits(json, [.. exits.Select(e => (e.Layer, Measure.Of(e.Evaluation)))]);
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

    /// <summary>How well each layer answers.</summary>
    public static void WriteExits(Utf8JsonWriter json, IReadOnlyList<(int Layer, IReadOnlyList<Measure> Measures)> exits)
    {
        json.WriteStartArray("exits");
        foreach ((int layer, IReadOnlyList<Measure> measures) in exits)
        {
            json.WriteStartObject();
            json.WriteNumber("layer", layer);
            Measure.Write(json, measures);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
