using System.Text.Json;

namespace SigProp.Cli.Output;

/// <summary>An evaluation for programs to read.</summary>
internal static class EvaluationJson
{
    public static void Write(string path, ClassResult result)
        => OutputFile.WriteJson(path, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("rows", result.Evaluation.Rows);
            Measure.Write(json, Measure.Of(result.Evaluation));
            WriteExits(json, result.Exits);
            WriteEarly(json, result.Early);
            WriteTree(json, result.Tree);
            json.WriteStartArray("classes");
            foreach (string name in result.ClassNames)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
            json.WriteStartArray("confusion");
            foreach (IReadOnlyList<int> row in result.Evaluation.Confusion)
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

    private static void WriteEarly(Utf8JsonWriter json, IReadOnlyList<EarlyExits> early)
    {
        if (early.Count == 0)
        {
            return;
        }

        json.WriteStartArray("earlyExits");
        foreach (EarlyExits exits in early)
        {
            json.WriteStartObject();
            json.WriteNumber("margin", exits.Margin);
            Measure.Write(json, Measure.Of(exits.Evaluation));
            json.WriteNumber("meanLayers", exits.MeanLayers);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTree(Utf8JsonWriter json, TreeSearch? tree)
    {
        if (tree is null)
        {
            return;
        }

        json.WriteStartObject("tree");
        json.WriteNumber("accuracy", tree.Accuracy);
        json.WriteNumber("differs", tree.Differs);
        json.WriteNumber("meanComparisons", tree.MeanComparisons);
        json.WriteNumber("targets", tree.Targets);
        json.WriteEndObject();
    }
}
