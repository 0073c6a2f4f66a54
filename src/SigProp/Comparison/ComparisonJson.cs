using System.Text.Json;

namespace SigProp.Comparison;

/// <summary>Writes and reads the results of comparisons as JSON: names in camelCase, <c>"NaN"</c>, <c>"Infinity"</c> and <c>"-Infinity"</c> as strings,
/// what is null left out. What is read is what was written, every bit of its numbers.</summary>
public static class ComparisonJson
{
    private static readonly ComparisonText s_line = new(new JsonSerializerOptions(ComparisonText.Default.Options) { WriteIndented = false });

    /// <summary>Writes results, indented, in UTF-8. The stream stays open.</summary>
    /// <param name="stream">Takes the JSON.</param>
    /// <param name="results">The results.</param>
    public static void Write(Stream stream, ComparisonResults results)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(results);
        JsonSerializer.Serialize(stream, results, ComparisonText.Default.ComparisonResults);
    }

    /// <summary>Reads what <see cref="Write"/> has written, to the stream's end.</summary>
    /// <param name="stream">Holds the JSON.</param>
    /// <exception cref="FormatException">It is no JSON of results, or only a part.</exception>
    public static ComparisonResults Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ComparisonResults results = Read("results of a comparison", () => JsonSerializer.Deserialize(stream, ComparisonText.Default.ComparisonResults));
        Check(results);
        return results;
    }

    /// <summary>Writes a run, in one line.</summary>
    /// <param name="run">The run.</param>
    public static string WriteRun(ComparisonRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return JsonSerializer.Serialize(run, s_line.ComparisonRun);
    }

    /// <summary>Reads what <see cref="WriteRun"/> has written.</summary>
    /// <param name="json">The JSON.</param>
    /// <exception cref="FormatException">It is no JSON of a run, or only a part.</exception>
    public static ComparisonRun ReadRun(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        ComparisonRun run = Read("run of a comparison", () => JsonSerializer.Deserialize(json, s_line.ComparisonRun));
        Check(run, "The run of a comparison");
        return run;
    }

    private static T Read<T>(string what, Func<T?> read)
        where T : class
    {
        try
        {
            return read() ?? throw new FormatException($"The {what} cannot be read: the JSON is null.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"The {what} cannot be read: {exception.Message}", exception);
        }
    }

    // The serializer looks at nullable annotations of properties, and not at those of what lists hold.
    private static void Check(ComparisonResults results)
    {
        const string What = "The results of a comparison";
        RefuseNull(results.Classes, What, "classes");
        RefuseNull(results.Measures, What, "measures");
        RefuseNull(results.Candidates, What, "candidates");
        RefuseNull(results.Notes, What, "notes");
        foreach (CandidateResults candidate in results.Candidates)
        {
            RefuseNull(candidate.Runs, What, "runs");
            RefuseNull(candidate.MemoryByDepth, What, "memoryByDepth");
            RefuseNull(candidate.GradientAngles, What, "gradientAngles");
            foreach (AlignmentPoint point in candidate.GradientAngles)
            {
                RefuseNull(point.Degrees, What, "degrees");
            }

            foreach (ComparisonRun run in candidate.Runs)
            {
                Check(run, What);
            }
        }
    }

    private static void Check(ComparisonRun run, string what)
    {
        RefuseNull(run.Layers, what, "layers");
        RefuseNull(run.Curve, what, "curve");
        RefuseNull(run.Exits, what, "exits");
        RefuseNull(run.Confusion, what, "confusion");
        RefuseNull(run.Calibration, what, "calibration");
        foreach (CurvePoint point in run.Curve)
        {
            RefuseNull(point.TrainingLosses, what, "trainingLosses");
            RefuseNull(point.Angles, what, "angles");
        }
    }

    private static void RefuseNull<T>(IReadOnlyList<T> items, string what, string name)
        where T : class
    {
        if (items.Any(item => item is null))
        {
            throw new FormatException($"{what} cannot be read: {name} holds a null.");
        }
    }
}
