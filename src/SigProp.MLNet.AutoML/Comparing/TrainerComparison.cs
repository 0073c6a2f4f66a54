using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using SigProp.MLNet.FriendAccess;

namespace SigProp.MLNet.AutoML.Comparing;

/// <summary>A comparison from its data to its result.</summary>
/// <param name="context">The caller's context; trainers have contexts of their own.</param>
/// <param name="data">The rows.</param>
/// <param name="label">The label column.</param>
/// <param name="options">How to compare.</param>
/// <param name="clock">The budget.</param>
internal sealed class TrainerComparison(MLContext context, IDataView data, string label, CompareTrainersOptions options, TrialClock clock)
{
    private readonly int _seed = options.Seed ?? ContextAccess.SeedOf(context) ?? 0;
    private readonly List<LeftOutTrainer> _leftOut = [];

    /// <summary>Compares.</summary>
    public CompareTrainersResult Run()
    {
        CancellationToken stop = options.CancellationToken;
        if (options.Folds < 2)
        {
            throw new ArgumentException($"Folds is {options.Folds}; at least 2 are needed to test on rows that were not trained on.");
        }

        ComparedLabels labels = ComparedLabels.Read(context, data, label, options.Task);
        IReadOnlyList<ComparisonMetric> metrics = MetricInfos.Of(labels.Task, options.Metric);
        Check(labels);
        var columns = new ComparisonColumns(label, label == "Features" ? "AllFeatures" : "Features");
        FeatureRecipe recipe = FeatureRecipe.Of(labels.Data, label, columns.Features, options);
        Contender[] contenders = [.. CandidatesOf(labels).Select(c => new Contender(c, columns, metrics[0], _seed))];

        int[] foldOf = FoldPlan.Deal(labels.Classes, options.Folds, _seed);
        var folds = new List<Fold>();
        for (int fold = 0; fold < options.Folds; fold++)
        {
            stop.ThrowIfCancellationRequested();
            folds.Add(Fold.Create(new MLContext(_seed), recipe, labels, columns, foldOf, fold));
        }

        var runner = new TrialRunner(folds, labels, columns, metrics, _seed);
        TryAll(contenders, runner, stop);
        Contender[] ranked = [.. contenders.Where(c => c.Best is not null).OrderByDescending(c => c.Best!.Goodness(metrics[0]))];
        if (ranked.Length == 0)
        {
            stop.ThrowIfCancellationRequested();
            throw new InvalidOperationException($"No candidate finished a trial: {ReasonsOf(_leftOut)}");
        }

        (ITransformer model, string? problem) = new BestRefit(context, labels, columns, clock, _seed).Run(ranked[0], recipe, foldOf, stop);
        return new CompareTrainersResult
        {
            Task = labels.Task,
            Metric = metrics[0],
            Ranking = [.. ranked.Select((c, i) => ComparedOf(c, i + 1, metrics))],
            LeftOut = _leftOut,
            BestModel = model,
            IsRefitted = problem is null,
            RefitProblem = problem,
            IsCancelled = stop.IsCancellationRequested,
            Report = ReportResults.Of(labels, recipe, metrics, ranked, _leftOut, options, clock, stop.IsCancellationRequested, problem),
        };
    }

    private void Check(ComparedLabels labels)
    {
        int rows = labels.Count;
        if (rows < options.Folds)
        {
            throw new ArgumentException($"The data has {rows} rows with a label, fewer than the {options.Folds} folds; give more rows, or set Folds lower.");
        }

        int[] counts = [.. labels.Classes.Where(c => c >= 0).GroupBy(c => c).OrderBy(g => g.Key).Select(g => g.Count())];
        if (labels.Task != ComparisonTask.Regression && counts.Length < 2)
        {
            throw new ArgumentException($"All rows have the same label in the column '{label}'; there must be at least two classes to tell apart.");
        }

        // Of a class that is seen once there is nothing to learn, and trainers of one model a class take for ever about it.
        if (labels.Task == ComparisonTask.Multiclass && 2 * counts.Length > rows)
        {
            string otherwise = data.Schema[label].Type is NumberDataViewType
                ? "if it is a quantity, set Task to Regression"
                : "if it is a quantity, load it as a number; if it tells rows apart, choose another column";
            throw new ArgumentException(
                $"The label column '{label}' has {counts.Length} classes in {rows} rows, fewer than two rows for each, so there is nothing to learn of them; {otherwise}.");
        }

        if (labels.Task == ComparisonTask.Binary && counts.Min() < options.Folds)
        {
            throw new ArgumentException(
                $"One of the two labels in the column '{label}' is in only {counts.Min()} rows, fewer than the {options.Folds} folds; give more rows, or set Folds lower.");
        }
    }

    private TrainerCandidate[] CandidatesOf(ComparedLabels labels)
    {
        (IReadOnlyList<TrainerCandidate> built, IReadOnlyList<LeftOutTrainer> leftOut) = CandidateList.Of(labels.Task, _seed, labels.HasNegative);
        TrainerCandidate[] all = [.. built, .. options.MoreCandidates];
        if (all.GroupBy(c => c.Name).FirstOrDefault(g => g.Count() > 1) is IGrouping<string, TrainerCandidate> twice)
        {
            throw new ArgumentException($"There are two candidates of the name '{twice.Key}'; names must be unique.");
        }

        if (options.Candidates is IReadOnlyList<string> names)
        {
            foreach (string name in names)
            {
                if (all.All(c => c.Name != name) && leftOut.All(l => l.Name != name))
                {
                    throw new ArgumentException($"Candidates names '{name}'; for the task {labels.Task} there are {string.Join(", ", all.Select(c => c.Name))}.");
                }
            }

            all = [.. all.Where(c => names.Contains(c.Name) || options.MoreCandidates.Contains(c))];
            leftOut = [.. leftOut.Where(l => names.Contains(l.Name))];
        }

        _leftOut.AddRange(leftOut);
        return all.Length > 0 ? all : throw new ArgumentException($"No candidate is left: {ReasonsOf(leftOut)}");
    }

    // Each reason once.
    private static string ReasonsOf(IEnumerable<LeftOutTrainer> leftOut)
        => string.Join(' ', leftOut.GroupBy(l => l.Reason).Select(g => $"{string.Join(", ", g.Select(l => l.Name))}: {g.Key}"));

    private void TryAll(Contender[] contenders, TrialRunner runner, CancellationToken stop)
    {
        for (int i = 0; i < contenders.Length && !stop.IsCancellationRequested; i++)
        {
            // What the quick ones leave of their parts, the slow ones after them may use.
            Try(contenders[i], runner, clock.Left / (contenders.Length - i), stop);
        }

        while (!stop.IsCancellationRequested && NextOf(contenders) is Contender next)
        {
            Try(next, runner, clock.Left, stop);
        }

        if (stop.IsCancellationRequested)
        {
            _leftOut.AddRange(contenders.Where(c => c.Best is null && _leftOut.All(l => l.Name != c.Candidate.Name))
                .Select(c => new LeftOutTrainer(c.Candidate.Name, "The comparison was cancelled before its first trial was finished.")));
        }
    }

    // Whoever has had the least; in a time, only what will likely be finished.
    private Contender? NextOf(Contender[] contenders) => contenders
        .Where(c => c.IsOpen && c.Best is not null && c.Trials < clock.Trials && (clock.Left is not TimeSpan left || c.Seconds / c.Trials < left.TotalSeconds))
        .MinBy(c => clock.Time is null ? c.Trials : c.Seconds);

    private void Try(Contender contender, TrialRunner runner, TimeSpan? part, CancellationToken stop)
    {
        using CancellationTokenSource limited = CancellationTokenSource.CreateLinkedTokenSource(stop);
        TimeSpan began = clock.Elapsed;
        string name = contender.Candidate.Name;
        int number = contender.Trials + 1;
        try
        {
            if (part is TimeSpan time)
            {
                limited.CancelAfter(TrialClock.ForTimer(time));
            }

            Trial trial = runner.Run(
                contender, contender.Next(context),
                (fold, metric) => options.Progress?.Report(new CompareTrainersProgress(name, number, fold + 1, options.Folds, metric, clock.Elapsed)), limited.Token);
            contender.Seconds += trial.Seconds;
            contender.Add(trial, context);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // What others finished is kept.
        }
        catch (Exception exception) when (limited.IsCancellationRequested)
        {
            contender.IsOpen = false;
            contender.Seconds += (clock.Elapsed - began).TotalSeconds;
            if (contender.Best is null)
            {
                string unheard = exception is AbandonedException ? " It could not be ended either, and goes on in the background." : "";
                _leftOut.Add(new LeftOutTrainer(name, string.Create(
                    CultureInfo.InvariantCulture,
                    $"It did not finish its {options.Folds} folds in its part of the {clock.Time!.Value.TotalSeconds:0.###} s; give more time.{unheard}")));
            }
        }
        catch (Exception exception)
        {
            // One setting that fails, of several that did not, is no reason to leave the candidate out.
            contender.IsOpen = false;
            if (contender.Best is null)
            {
                _leftOut.Add(new LeftOutTrainer(name, $"It failed: {Patience.MessageOf(exception)}"));
            }
        }
    }

    private static ComparedTrainer ComparedOf(Contender contender, int rank, IReadOnlyList<ComparisonMetric> metrics)
    {
        Trial best = contender.Best!;
        return new ComparedTrainer
        {
            Rank = rank,
            Name = contender.Candidate.Name,
            Metrics = metrics.ToDictionary(m => m, best.Of),
            TrainSeconds = Comparison.Spread.Of([.. best.Runs.Select(r => r.TrainSeconds)]),
            ScoreMicroseconds = Comparison.Spread.Of([.. best.Runs.Select(r => 1e6 * r.PredictSecondsPerSample!.Value)]),
            ModelBytes = (long)best.Runs.Average(r => r.ModelBytes!.Value),
            Trials = contender.Trials,
            Settings = ReportResults.SettingsOf(best),
        };
    }
}
