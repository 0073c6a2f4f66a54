using SigProp.Training;

namespace SigProp.Cli.Output;

/// <summary>An evaluation for people to read.</summary>
internal static class EvaluationText
{
    private const int MaxClasses = 30;

    public static void Write(TextWriter writer, ClassResult result)
    {
        IReadOnlyList<string> classNames = result.ClassNames;
        Evaluation evaluation = result.Evaluation;
        WriteMeasures(writer, evaluation.Rows, Measure.Of(evaluation), result.Exits);
        WriteEarly(writer, result);
        WriteTree(writer, result.Tree);
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

    private static void WriteEarly(TextWriter writer, ClassResult result)
    {
        if (result.Early.Count == 0)
        {
            return;
        }

        writer.WriteLine();
        writer.WriteLine("Early exit at the first layer whose best class leads the second by the margin");
        var table = new TextTable(0, "margin", "accuracy", "kept", "mean layers");
        foreach (EarlyExits early in result.Early)
        {
            double kept = result.Evaluation.Accuracy > 0 ? early.Evaluation.Accuracy / result.Evaluation.Accuracy : 1;
            table.Add(
                Format.Number(early.Margin), Format.Fraction(early.Evaluation.Accuracy), $"{Format.Number(Math.Round(100 * kept, 1))} %",
                Format.Seconds(early.MeanLayers));
        }

        table.Write(writer);
    }

    private static void WriteTree(TextWriter writer, TreeSearch? tree)
    {
        if (tree is not null)
        {
            writer.WriteLine();
            writer.WriteLine(
                $"By the tree: accuracy {Format.Fraction(tree.Accuracy)}, {Format.Number(Math.Round(tree.MeanComparisons, 2))} comparisons in the mean "
                + $"where there are {Format.Of(tree.Targets, "target", "targets")}; "
                + $"another class than by comparing with all for {Format.Number(Math.Round(100 * tree.Differs, 2))} % of the rows.");
        }
    }
}
