using SigProp.Cli.Output;

namespace SigProp.Cli.Comparing;

/// <summary>A comparison for programs to read.</summary>
internal static class RuleResultJson
{
    public static void Write(string path, IReadOnlyList<RuleResult> results) => OutputFile.WriteJson(path, json =>
    {
        json.WriteStartArray();
        foreach (RuleResult result in results)
        {
            json.WriteStartObject();
            json.WriteString("name", result.Name);
            Measure.Write(json, result.Measures);
            json.WriteNumber("trainSeconds", result.TrainSeconds);
            json.WriteNumber("samplesPerSecond", result.SamplesPerSecond);
            json.WriteNumber("signalBytes", result.SignalBytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
