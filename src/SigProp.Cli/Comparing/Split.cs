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

        int[][] parts = StratifiedSplit.Folds(data.Labels, folds, seed);
        return [.. parts.Select(part => new Split([.. parts.Where(p => p != part).SelectMany(p => p).Order()], data, part))];
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
        Evaluation evaluation = _testData.Evaluate(model, _testData.Encode(model.Encoding!, _test), _test);
        task.EndRun($"accuracy {Format.Fraction(evaluation.Accuracy)}  {Format.Seconds(model.Training!.TrainSeconds)} s");
        return new Trial(evaluation, model.Training);
    }
}
