using SigProp.Data;
using SigProp.Training;

namespace SigProp.Cli.Input;

/// <summary>Rows with the class of each.</summary>
internal sealed class LabelledData
{
    private const int ManyClasses = 100;
    private const int FewRowsEach = 25;

    private readonly InputData _data;
    private readonly LabelSource _source;

    private LabelledData(InputData data, LabelSource source, IReadOnlyList<string> classNames)
    {
        _data = data;
        _source = source;
        ClassNames = classNames;
        Labels = data.Labels(source, classNames);
    }

    public IReadOnlyList<string> ClassNames { get; }

    public int[] Labels { get; }

    public int Count => Labels.Length;

    /// <summary>Reads rows to learn from.</summary>
    /// <exception cref="InputException">There is one class only, or the label is no class.</exception>
    public static LabelledData ReadForTraining(string path, LabelSource source, CancellationToken stop)
    {
        InputData data = InputData.Read(path, stop);
        if (data.Count == 0)
        {
            throw new InputException($"'{path}' holds no rows.");
        }

        IReadOnlyList<string> names = data.ClassNames(source);
        CheckClasses(path, source, names, data.Count);
        return new LabelledData(data, source, names);
    }

    /// <summary>Reads rows whose classes are known beforehand.</summary>
    public static LabelledData Read(string path, LabelSource source, IReadOnlyList<string> classNames, CancellationToken stop)
        => Read(InputData.Read(path, stop), source, classNames);

    /// <summary>Reads rows to ask a model about; the label column is the one of its training where none is named.</summary>
    public static LabelledData ReadForModel(string path, LabelSource source, Model model, InputEncoding encoding, CancellationToken stop)
    {
        string? column = source.Column ?? (encoding as TableEncoding)?.LabelColumn;
        InputData data = InputData.Read(path, stop);
        data.CheckFits(encoding);
        return Read(data, source with { Column = data.HasColumns ? column : source.Column }, model.ClassNames);
    }

    public InputEncoding Fit(int[] rows) => _data.Fit(_source, rows);

    public Dataset Encode(InputEncoding encoding, int[] rows)
        => new(_data.Encode(encoding, rows), encoding.Width, [.. rows.Select(r => Labels[r])], ClassNames.Count);

    /// <summary>Measures a model on rows that were encoded.</summary>
    /// <param name="model">The model, which has an encoding.</param>
    /// <param name="dataset">The rows.</param>
    /// <param name="rows">Where they come from.</param>
    /// <param name="exit">The layer that answers, or null for the head.</param>
    /// <exception cref="InputException">The answer to a row is not finite.</exception>
    public Evaluation Evaluate(Model model, Dataset dataset, int[] rows, int? exit = null)
    {
        int bad = 0;
        try
        {
            return Evaluation.Of(model.Network, dataset, exit);
        }
        catch (InvalidOperationException)
            when (Answers.FirstNotFinite(model.Network, _data.Encode(model.Encoding!, rows), exit) is int row && (bad = row) >= 0)
        {
            throw Answers.Refusal(_data.Place(rows[bad]));
        }
    }

    private static LabelledData Read(InputData data, LabelSource source, IReadOnlyList<string> classNames)
        => data.Count > 0 ? new LabelledData(data, source, classNames) : throw new InputException($"'{data.Path}' holds no rows.");

    private static void CheckClasses(string path, LabelSource source, IReadOnlyList<string> names, int rows)
    {
        string where = source.Column is null ? $"The labels of '{path}' hold" : $"The label column '{source.Column}' holds";
        if (names.Count == 1)
        {
            throw new InputException($"{where} one class only, '{names[0]}'; there is nothing to tell apart.");
        }

        bool nearlyAsMany = names.Count > 2 && 2 * names.Count > rows;
        bool amount = names.Count > ManyClasses && names.Count * FewRowsEach > rows && ClassLabels.AreNumbers(names);
        if (nearlyAsMany || amount)
        {
            throw new InputException(
                $"{where} {names.Count} different values in {rows} rows, which looks like a number to predict or an id, and not like a class.");
        }
    }
}
