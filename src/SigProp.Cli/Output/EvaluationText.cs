using SigProp.Training;

namespace SigProp.Cli.Output;

/// <summary>An evaluation for people to read.</summary>
internal static class EvaluationText
{
    private const int MaxClasses = 30;

    public static void Write(
        TextWriter writer, IReadOnlyList<string> classNames, Evaluation evaluation, IReadOnlyList<(int Layer, Evaluation Evaluation)> exits)
    {
        WriteMeasures(writer, evaluation.Rows, Measure.Of(evaluation), [.. exits.Select(e => (e.Layer, Measure.Of(e.Evaluation)))]);
        writer.WriteLine();
        if (classNames.Count > MaxClasses)
        {
            writer.WriteLine($"The confusion matrix of {classNames.Count} classes is too wide to show; --json FILE writes it.");
            return;
        }

        writer.WriteLine("Confusion matrix (rows: the class; columns: the prediction)");
        var confusion = new TextTable(1, ["", .. classNames]);
        for (int i = 0; i < classNames.Count; i++)
        {
            confusion.Add([classNames[i], .. evaluation.Confusion[i].Select(n => Format.Count(n))]);
        }

        confusion.Write(writer);
    }

    /// <summary>The measures of the answer, and of each layer's beside it.</summary>
    public static void WriteMeasures(
        TextWriter writer, int rows, IReadOnlyList<Measure> answer, IReadOnlyList<(int Layer, IReadOnlyList<Measure> Measures)> exits)
    {
        var measures = new TextTable(1, "rows", Format.Count(rows));
        foreach (Measure measure in answer)
        {
            measures.Add(measure.Name, measure.Text);
        }

        measures.Write(writer);
        if (exits.Count == 0)
        {
            return;
        }

        writer.WriteLine();
        var table = new TextTable(1, ["answer", .. answer.Select(m => m.Name)]);
        foreach ((int layer, IReadOnlyList<Measure> exit) in exits)
        {
            table.Add([$"layer{layer}", .. exit.Select(m => m.Text)]);
        }

        table.Add(["head", .. answer.Select(m => m.Text)]);
        table.Write(writer);
    }
}
