using SigProp.Cli.Arguments;
using SigProp.Cli.Display;
using SigProp.Cli.Input;
using SigProp.Cli.Output;
using SigProp.Comparison;
using SigProp.Data;
using SigProp.Training;

namespace SigProp.Cli.Comparing;

/// <summary>Rows to learn from and rows to test on.</summary>
internal sealed class Split
{
    private readonly int[] _training;
    private readonly LabelledData _testData;
    private readonly int[] _test;

    private Split(int[] training, LabelledData testData, int[] test)
    {
        _training = training;
        _testData = testData;
        _test = test;
    }

    /// <summary>Each fold is tested once, by what was learned from the others.</summary>
    public static IReadOnlyList<Split> Folds(LabelledData data, int folds, long seed)
    {
        if (folds < 2 || folds > data.Count)
        {
            throw new InputException($"--folds is {folds}; with {data.Count} rows it must lie in 2 to {data.Count}.");
        }

        int[][] parts = data.Folds(folds, seed);
        return [.. parts.Select(part => new Split([.. parts.Where(p => p != part).SelectMany(p => p).Order()], data, part))];
    }

    /// <summary>A part of the rows is tested, the others are learned from.</summary>
    public static Split Holdout(LabelledData data, double part, long seed)
    {
        if (!(part > 0 && part < 1))
        {
            throw new InputException($"--test-part is {Format.Number(part)}; it must lie between 0 and 1, as 0.2 does.");
        }

        (int[] kept, int[] heldOut) = data.Holdout([.. Enumerable.Range(0, data.Count)], part, seed);
        return heldOut.Length > 0 && kept.Length > 0
            ? new Split(kept, data, heldOut)
            : throw new InputException($"--test-part {Format.Number(part)} of {data.Count} rows leaves nothing to {(kept.Length > 0 ? "test on" : "learn from")}.");
    }

    /// <summary>All rows are learned from, and others are tested.</summary>
    public static Split Against(LabelledData data, LabelledData test)
        => new([.. Enumerable.Range(0, data.Count)], test, [.. Enumerable.Range(0, test.Count)]);

    /// <summary>How many rows there are to learn from, validation included.</summary>
    public int TrainingRows => _training.Length;

    /// <summary>Trains and tests a network.</summary>
    /// <exception cref="OperationCanceledException">Training was stopped.</exception>
    public T Try<T>(LabelledData data, TrainingRecipe recipe, Func<Model, Dataset, T> measure, TaskDisplay task, CancellationToken stop)
    {
        Model model = Learner.Train(data, _training, recipe, task, stop);
        stop.ThrowIfCancellationRequested();
        Dataset test = _testData.Encode(model.Encoding!, _test);
        return _testData.Ask(model, _test, null, () => measure(model, test));
    }

    /// <summary>Trains and tests a yardstick.</summary>
    /// <exception cref="OperationCanceledException">Training was stopped.</exception>
    public T Try<T>(LabelledData data, TrainingOptions options, bool isLinear, Func<Yardstick, Dataset, T> measure, TaskDisplay task, CancellationToken stop)
    {
        (InputEncoding encoding, int[] kept, int[] heldOut) = Learn(data, options, unitRange: false);
        Dataset training = data.Encode(encoding, kept);
        Yardstick yardstick = isLinear
            ? Yardstick.Linear(training, heldOut.Length > 0 ? data.Encode(encoding, heldOut) : null, options, task, stop)
            : Yardstick.Majority(training);
        stop.ThrowIfCancellationRequested();
        return measure(yardstick, _testData.Encode(encoding, _test));
    }

    /// <summary>Holds rows out for validation and learns the encoding from the others.</summary>
    public (InputEncoding Encoding, int[] Kept, int[] HeldOut) Learn(LabelledData data, TrainingOptions options, bool unitRange)
        => Learner.Encode(data, _training, options, unitRange);
}
