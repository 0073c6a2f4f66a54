using SigProp.Training;

namespace SigProp.Cli.Output;

/// <summary>How well a model predicts numbers.</summary>
/// <param name="Evaluation">The answer's measures.</param>
/// <param name="Coverage">The part of the numbers that intervals were asked to hold; null where none were measured.</param>
/// <param name="Exits">The layers' measures.</param>
internal sealed record RegressionResult(
    RegressionEvaluation Evaluation, double? Coverage, IReadOnlyList<(int Layer, IReadOnlyList<Measure> Measures)> Exits)
{
    /// <summary>For people to read.</summary>
    public void Write(TextWriter writer)
    {
        EvaluationText.WriteMeasures(writer, Evaluation.Rows, Measure.Of(Evaluation), Exits);
        if (Coverage is double coverage)
        {
            writer.WriteLine();
            writer.WriteLine(
                $"Intervals of {Format.Number(100 * coverage)} %: {Format.Number(Math.Round(100 * Evaluation.IntervalCoverage!.Value, 2))} % of the rows "
                + $"lie within, mean width {Format.Number(Evaluation.IntervalWidth!.Value)}.");
        }
    }

    /// <summary>For programs to read.</summary>
    public void WriteJson(string path) => OutputFile.WriteJson(path, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("rows", Evaluation.Rows);
        Measure.Write(json, Measure.Of(Evaluation));
        if (Coverage is double coverage)
        {
            json.WriteStartObject("intervals");
            json.WriteNumber("asked", coverage);
            json.WriteNumber("coverage", Evaluation.IntervalCoverage!.Value);
            json.WriteNumber("meanWidth", Evaluation.IntervalWidth!.Value);
            json.WriteEndObject();
        }

        EvaluationJson.WriteExits(json, Exits);
        json.WriteEndObject();
    });
}
