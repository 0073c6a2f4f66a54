using SigProp.Training;

namespace SigProp.Cli.Output;

/// <summary>An evaluation for people to read.</summary>
internal static class EvaluationText
{
    private const int MaxClasses = 30;

    public static void Write(
        TextWriter writer, IReadOnlyList<string> classNames, Evaluation evaluation, IReadOnlyList<(int Layer, Evaluation Evaluation)> exits)
    {
        var measures = new TextTable(1, "rows", Format.Count(evaluation.Rows));
        measures.Add("accuracy", Format.Fraction(evaluation.Accuracy));
        measures.Add("log-loss", Format.Fraction(evaluation.LogLoss));
        measures.Add("macro-F1", Format.Fraction(evaluation.MacroF1));
        measures.Write(writer);
        if (exits.Count > 0)
        {
            writer.WriteLine();
            var answers = new TextTable(1, "answer", "accuracy", "log-loss", "macro-F1");
            foreach ((string name, Evaluation answer) in exits.Select(e => ($"layer{e.Layer}", e.Evaluation)).Append(("head", evaluation)))
            {
                answers.Add(name, Format.Fraction(answer.Accuracy), Format.Fraction(answer.LogLoss), Format.Fraction(answer.MacroF1));
            }

            answers.Write(writer);
        }

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
}
