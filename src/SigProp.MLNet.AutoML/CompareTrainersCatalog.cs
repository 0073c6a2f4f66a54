using SigProp.MLNet.AutoML;
using SigProp.MLNet.AutoML.Comparing;

namespace Microsoft.ML;

/// <summary>Adds a comparison of trainers to <see cref="MLContext"/>.</summary>
public static class CompareTrainersCatalog
{
    /// <summary>Compares signal propagation with the trainers of ML.NET at hand: all cross-validated on the same folds, with the same number of
    /// trials.</summary>
    /// <param name="context">ML.NET's context.</param>
    /// <param name="data">The rows. They are held in memory, and their features once for each fold.</param>
    /// <param name="labelColumnName">The label column.</param>
    /// <param name="trials">Trials of each candidate, at least 1: the first with the trainer's defaults, further ones with settings drawn from its search
    /// space. Default 1. The same seed gives the same metrics.</param>
    /// <param name="options">Task, metric, features, folds and more; null (default) for the defaults.</param>
    /// <exception cref="ArgumentException">The label column is missing or unsuitable, an option does not go with the task, there is nothing to make features of, or
    /// too few rows.</exception>
    /// <exception cref="InvalidOperationException">No candidate finished a trial.</exception>
    /// <exception cref="OperationCanceledException">The comparison was cancelled before any candidate finished a trial.</exception>
    public static CompareTrainersResult CompareTrainers(
        this MLContext context, IDataView data, string labelColumnName = "Label", int trials = 1, CompareTrainersOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        return Run(context, data, labelColumnName, options, trials, time: null);
    }

    /// <summary>Compares signal propagation with the trainers of ML.NET at hand within a time: all cross-validated on the same folds.</summary>
    /// <param name="context">ML.NET's context.</param>
    /// <param name="data">The rows. They are held in memory, and their features once for each fold.</param>
    /// <param name="labelColumnName">The label column.</param>
    /// <param name="time">The time for all trials, above 0. Each candidate's first, with the trainer's defaults, may take an equal part of it, and what others
    /// leave; then whoever has taken the least time goes on with settings drawn from its search space. What does not end when it is told to is left to itself
    /// 2 s later, and takes processor time until it ends. Making features comes before all trials, and training the best on all rows after, for
    /// which there is as much time again.</param>
    /// <param name="options">Task, metric, features, folds and more; null (default) for the defaults.</param>
    /// <exception cref="ArgumentException">The label column is missing or unsuitable, an option does not go with the task, there is nothing to make features of, or
    /// too few rows.</exception>
    /// <exception cref="InvalidOperationException">No candidate finished a trial in time.</exception>
    /// <exception cref="OperationCanceledException">The comparison was cancelled before any candidate finished a trial.</exception>
    public static CompareTrainersResult CompareTrainers(
        this MLContext context, IDataView data, string labelColumnName, TimeSpan time, CompareTrainersOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
        return Run(context, data, labelColumnName, options, int.MaxValue, time);
    }

    private static CompareTrainersResult Run(
        MLContext context, IDataView data, string labelColumnName, CompareTrainersOptions? options, int trials, TimeSpan? time)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        return new TrainerComparison(context, data, labelColumnName, options ?? new CompareTrainersOptions(), new TrialClock(trials, time)).Run();
    }
}
