using System.Runtime.InteropServices;
using System.Text.Json;
using SigProp.Comparison;

namespace SigProp.MLNet.AutoML.Comparing;

/// <summary>The figures of a comparison of trainers, as the engine's report draws them.</summary>
internal static class ReportResults
{
    public static ComparisonResults Of(
        ComparedLabels labels, FeatureRecipe recipe, IReadOnlyList<ComparisonMetric> metrics, IReadOnlyList<Contender> ranked,
        IReadOnlyList<LeftOutTrainer> leftOut, CompareTrainersOptions options, TrialClock clock, bool isCancelled,
        string? refitProblem) => new()
        {
            Title = $"Trainers on {options.DataName}",
            Made = DateTime.UtcNow,
            Machine = $"{Environment.ProcessorCount} {(Environment.ProcessorCount == 1 ? "core" : "cores")}, {RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.FrameworkDescription}",
            Data = options.DataName,
            Rows = labels.Count,
            Testing = $"{options.Folds} folds",
            Classes = labels.Names,
            Measures = [.. metrics.Select(MetricInfos.InfoOf)],
            Candidates = [.. ranked.Select(c => new CandidateResults
            {
                Name = c.Candidate.Name,
                About = c.Best!.Number == 0 ? c.Candidate.About : $"{c.Candidate.About}; {SettingsOf(c.Best)}",
                Constraints = c.Candidate.Constraints,
                Runs = c.Best.Runs,
            })],
            Notes = [.. Notes(labels, recipe, metrics, ranked, leftOut, clock, isCancelled, refitProblem)],
        };

    /// <summary>The settings of a trial for people.</summary>
    public static string SettingsOf(Trial trial)
    {
        if (trial.Number == 0)
        {
            return "defaults";
        }

        using JsonDocument json = JsonDocument.Parse(trial.Setting.ToString());
        return string.Join(", ", json.RootElement.EnumerateObject().Select(p => $"{p.Name} {p.Value}"));
    }

    private static IEnumerable<string> Notes(
        ComparedLabels labels, FeatureRecipe recipe, IReadOnlyList<ComparisonMetric> metrics, IReadOnlyList<Contender> ranked, IReadOnlyList<LeftOutTrainer> leftOut, TrialClock clock, bool isCancelled,
        string? refitProblem)
    {
        yield return "All candidates are trained and tested on the same folds; features are made anew from the rows that each fold trains on, and their making is in no time told here. A trainer's first fold also pays for loading and compiling its code, which widens the spread of short times.";
        if (isCancelled)
        {
            yield return "The comparison was cancelled; here is what was finished.";
        }

        if (refitProblem is not null)
        {
            yield return RankingText.NotRefitted(refitProblem);
        }

        if (labels.Note is not null)
        {
            yield return labels.Note;
        }

        if (ranked.Any(c => c.Trials > 1))
        {
            yield return $"A candidate is shown by the best of its trials ({string.Join(", ", ranked.Select(c => $"{c.Candidate.Name} {c.Trials}"))}). The folds that chose it also measure it, so it looks a little better than it is, the more so the more trials it had.";
        }

        if (clock.Time is TimeSpan time)
        {
            yield return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The budget was {time.TotalSeconds:0.###} s for all trials; on another machine other trials are finished in it.");
        }

        if (labels.Classes.Length > labels.Count)
        {
            yield return $"{labels.Classes.Length - labels.Count} rows without a label are left out.";
        }

        foreach (string note in recipe.Notes)
        {
            yield return note;
        }

        if (metrics.Contains(ComparisonMetric.LogLoss))
        {
            foreach (Contender contender in ranked.Where(c => double.IsNaN(c.Best!.Of(ComparisonMetric.LogLoss).Mean)))
            {
                yield return $"{contender.Candidate.Name} gives no probabilities, so it has no log-loss and no calibration.";
            }
        }

        foreach (LeftOutTrainer trainer in leftOut)
        {
            yield return $"Left out, {trainer.Name}: {trainer.Reason}";
        }
    }
}
