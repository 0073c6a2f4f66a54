using SigProp.Data;

namespace SigProp.Cli.Input;

/// <summary>Rows with the class of each, or with the number to predict.</summary>
internal sealed class LabelledData
{
    private const int ManyClasses = 100;
    private const int FewRowsEach = 25;

    private readonly InputData _data;
    private readonly LabelSource _source;
    private readonly float[]? _weights;

    private LabelledData(InputData data, LabelSource source, IReadOnlyList<string> classNames)
    {
        _data = data;
        _source = source;
        _weights = data.Weights(source);
        ClassNames = classNames;
        Labels = source.OfNumbers ? [] : data.Labels(source, classNames);
        Values = source.OfNumbers ? data.Values(source) : [];
    }

    /// <summary>Whether the rows hold numbers to predict, and not classes.</summary>
    public bool IsRegression => _source.OfNumbers;

    /// <summary>The classes; none where the rows hold numbers.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The class of each row; empty where the rows hold numbers.</summary>
    public int[] Labels { get; }

    /// <summary>The number to predict of each row; empty where the rows hold classes.</summary>
    public float[] Values { get; }

    public int Count => _data.Count;

    /// <summary>The columns that were asked to be left out.</summary>
    public IReadOnlyCollection<string> Unused => [.. _source.Unused];

    /// <summary>Reads rows to learn from.</summary>
    /// <exception cref="InputException">There is one class or number only, or the label is no class.</exception>
    public static LabelledData ReadForTraining(string path, LabelSource source, CancellationToken stop)
    {
        InputData data = InputData.Read(path, stop);
        if (data.Count == 0)
        {
            throw new InputException($"'{path}' holds no rows.");
        }

        if (source.OfNumbers)
        {
            var rows = new LabelledData(data, source, []);
            return rows.Values.Distinct().Skip(1).Any()
                ? rows
                : throw new InputException($"The target column '{source.Column}' always holds {Output.Format.Number(rows.Values[0])}; there is nothing to learn.");
        }

        IReadOnlyList<string> names = data.ClassNames(source);
        CheckClasses(path, source, names, data.Count);
        return new LabelledData(data, source, names);
    }

    /// <summary>Reads rows whose classes are known beforehand; of numbers, none are.</summary>
    public static LabelledData Read(string path, LabelSource source, IReadOnlyList<string> classNames, CancellationToken stop)
        => Read(InputData.Read(path, stop), source, classNames);

    /// <summary>Reads rows to ask a model about, or to train it further on.</summary>
    /// <param name="path">The file.</param>
    /// <param name="source">Where classes or numbers are; the column is the one of the training where none is named.</param>
    /// <param name="model">The model.</param>
    /// <param name="encoding">Its encoding.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <param name="addClasses">Whether classes that it does not know come after those that it knows.</param>
    /// <exception cref="InputException">The rows are not for this model.</exception>
    public static LabelledData ReadForModel(
        string path, LabelSource source, Model model, InputEncoding encoding, CancellationToken stop, bool addClasses = false)
    {
        bool numbers = model.Network.Spec.IsRegression;
        CheckKind(source, numbers);
        string? column = source.Column ?? (encoding as TableEncoding)?.LabelColumn;
        InputData data = InputData.Read(path, stop);
        data.CheckFits(encoding);
        source = source with { Column = data.HasColumns ? column : source.Column, OfNumbers = numbers };
        return Read(data, source, addClasses && !numbers ? [.. model.ClassNames.Union(data.ClassNames(source))] : model.ClassNames);
    }

    /// <summary>Learns from the rows named how rows become features, which lie in [0, 1] where a network needs that.</summary>
    public InputEncoding Fit(int[] rows, bool unitRange) => _data.Fit(_source, rows, unitRange);

    /// <summary>The features of the rows named.</summary>
    public float[] Features(InputEncoding encoding, int[] rows) => _data.Encode(encoding, rows);

    public Dataset Encode(InputEncoding encoding, int[] rows)
    {
        float[] features = _data.Encode(encoding, rows);
        float[]? weights = _weights is null ? null : [.. rows.Select(r => _weights[r])];
        return IsRegression
            ? Dataset.ForRegression(features, encoding.Width, [.. rows.Select(r => Values[r])], weights: weights)
            : new Dataset(features, encoding.Width, [.. rows.Select(r => Labels[r])], ClassNames.Count, weights);
    }

    /// <summary>Holds out a part of the rows, with its share of every class or range of numbers.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="part">The part to hold out, in (0, 1).</param>
    /// <param name="seed">The same seed gives the same split.</param>
    public (int[] Kept, int[] HeldOut) Holdout(int[] rows, double part, long seed)
    {
        (int[] kept, int[] heldOut) = IsRegression
            ? StratifiedSplit.Holdout(Numbers(rows), part, seed)
            : StratifiedSplit.Holdout([.. rows.Select(r => Labels[r])], part, seed);
        return ([.. kept.Select(i => rows[i])], [.. heldOut.Select(i => rows[i])]);
    }

    /// <summary>Deals all rows into folds, each with its share of every class or range of numbers.</summary>
    public int[][] Folds(int folds, long seed) => IsRegression
        ? StratifiedSplit.Folds(Numbers([.. Enumerable.Range(0, Count)]), folds, seed)
        : StratifiedSplit.Folds(Labels, folds, seed);

    /// <summary>Asks a model about rows that were encoded.</summary>
    /// <typeparam name="T">What is asked for.</typeparam>
    /// <param name="model">The model, which has an encoding.</param>
    /// <param name="rows">Where the rows come from.</param>
    /// <param name="exit">The layer that answers, or null for the head.</param>
    /// <param name="ask">Asks; throws where an answer is not finite.</param>
    /// <exception cref="InputException">The answer to a row is not finite.</exception>
    public T Ask<T>(Model model, int[] rows, int? exit, Func<T> ask)
    {
        int bad = 0;
        try
        {
            return ask();
        }
        catch (InvalidOperationException)
            when (Answers.FirstNotFinite(model.Network, _data.Encode(model.Encoding!, rows), exit) is int row && (bad = row) >= 0)
        {
            throw Answers.Refusal(_data.Place(rows[bad]));
        }
    }

    // Only the numbers matter to a split.
    private Dataset Numbers(int[] rows)
    {
        float[] values = [.. rows.Select(r => Values[r])];
        return Dataset.ForRegression(values, 1, values);
    }

    private static LabelledData Read(InputData data, LabelSource source, IReadOnlyList<string> classNames)
        => data.Count > 0 ? new LabelledData(data, source, classNames) : throw new InputException($"'{data.Path}' holds no rows.");

    /// <summary>Makes sure that a column names what a model predicts.</summary>
    /// <exception cref="InputException">It does not.</exception>
    public static void CheckKind(LabelSource source, bool numbers)
    {
        if (source.Column is not null && source.OfNumbers != numbers)
        {
            throw new InputException(
                $"The model predicts {(numbers ? "numbers" : "classes")}; name the column with {(source with { OfNumbers = numbers }).Option}, not {source.Option}.");
        }
    }

    /// <summary>Makes sure that what a column holds are classes.</summary>
    /// <exception cref="InputException">It is one class only, or many that seem to be something else.</exception>
    public static void CheckClasses(string path, LabelSource source, IReadOnlyList<string> names, long rows)
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
            string remedy = ClassLabels.AreNumbers(names) ? $"; --target {source.Column} predicts numbers" : "";
            throw new InputException(
                $"{where} {names.Count} different values in {rows} rows, which looks like a number to predict or an id, and not like a class{remedy}.");
        }
    }
}
