using SigProp.Cli.Arguments;
using SigProp.Cli.Display;
using SigProp.Cli.Input;
using SigProp.Cli.Output;
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

    /// <summary>Trains and tests once.</summary>
    /// <exception cref="OperationCanceledException">Training was stopped.</exception>
    public Trial Try(LabelledData data, TrainingRecipe recipe, TaskDisplay task, CancellationToken stop)
    {
        Model model = Learner.Train(data, _training, recipe, task, stop);
        stop.ThrowIfCancellationRequested();
        Dataset test = _testData.Encode(model.Encoding!, _test);
        IReadOnlyList<Measure> measures = _testData.Ask(model, _test, null, () => data.IsRegression
            ? Measure.Of(RegressionEvaluation.Of(model.Network, test))
            : Measure.Of(Evaluation.Of(model.Network, test)));
        task.EndRun($"{measures[0].Name} {measures[0].Text}  {Format.Seconds(model.Training!.TrainSeconds)} s");
        return new Trial(measures, model.Training);
    }
}
