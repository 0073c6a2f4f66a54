using SigProp.Cli.Arguments;
using SigProp.Cli.Display;
using SigProp.Cli.Input;
using SigProp.Cli.Output;
using SigProp.Comparison;
using SigProp.Data;
using SigProp.Training;

namespace SigProp.Cli.Comparing;

/// <summary>Makes the runs of a comparison that are not there yet.</summary>
/// <param name="data">The rows to learn from.</param>
/// <param name="splits">Their splits.</param>
/// <param name="seeds">The seeds of each split.</param>
/// <param name="store">Where finished runs are kept.</param>
/// <param name="stop">Ends the work; what is finished is kept.</param>
internal sealed class ComparisonRunner(LabelledData data, IReadOnlyList<Split> splits, IReadOnlyList<long> seeds, RunStore store, CancellationToken stop)
{
    private static readonly int[] s_depths = [1, 2, 4, 8, 16, 32];

    /// <summary>All runs of a candidate.</summary>
    public IReadOnlyList<ComparisonRun> Run(Candidate candidate, TaskDisplay task)
    {
        var runs = new List<ComparisonRun>();
        for (int split = 0; split < splits.Count; split++)
        {
            foreach (long seed in seeds)
            {
                stop.ThrowIfCancellationRequested();
                ComparisonRun? run = store.Find(candidate.Name, seed, split);
                string known = run is null ? "" : ", kept from before";
                if (run is null)
                {
                    run = Try(candidate, split, seed, task);
                    store.Add(candidate.Name, run);
                }

                runs.Add(run);
                task.EndRun($"{Text(run)}  {Format.Seconds(run.TrainSeconds)} s{known}");
            }
        }

        return runs;
    }

    /// <summary>The first measure in the mean of some runs, for people to read.</summary>
    public string Text(params IReadOnlyList<ComparisonRun> runs)
    {
        MeasureInfo first = Measure.Infos(data.IsRegression)[0];
        return $"{first.Name} {Format.Fraction(runs.Average(r => r.Measures[first.Key]))}";
    }

    /// <summary>The shape of the rows where they are images.</summary>
    public ImageShape? ShapeOf(Candidate candidate) => Network(candidate.Recipe!).Image;

    /// <summary>Memory for signals by depth.</summary>
    public IReadOnlyList<DepthMemory> MemoryOf(Candidate candidate)
        => candidate.Recipe is TrainingRecipe recipe ? SignalMemory.ByDepth(Network(recipe), recipe.Options, s_depths) : [];

    /// <summary>The angles between a rule's updates and backpropagation's gradients.</summary>
    public IReadOnlyList<AlignmentPoint> AnglesOf(Candidate candidate, TaskDisplay task)
    {
        string name = $"{candidate.Name}, alignment";
        TrainingRecipe recipe = candidate.Recipe!;
        if (store.Find(name, recipe.Options.Seed, 0) is ComparisonRun known)
        {
            return [.. known.Curve.Select(p => new AlignmentPoint(p.Epoch, p.Angles))];
        }

        (InputEncoding encoding, int[] rows, _) = splits[0].Learn(data, recipe.Options, recipe.NeedsUnitRange);
        IReadOnlyList<AlignmentPoint> points = AlignmentStudy.Run(Learner.Fit(recipe.Network, encoding, data), data.Encode(encoding, rows), recipe.Options, task, stop);
        stop.ThrowIfCancellationRequested();
        store.Add(name, new ComparisonRun
        {
            Seed = recipe.Options.Seed,
            Split = 0,
            Measures = new Dictionary<string, double>(),
            TrainSeconds = 0,
            SamplesPerSecond = 0,
            SignalBytes = 0,
            Parameters = 0,
            Curve = [.. points.Select(p => new CurvePoint { Epoch = p.Epoch, Seconds = 0, TrainingLosses = [], Angles = p.Degrees })],
        });
        task.EndRun($"{Format.Number(Math.Round(points[^1].Degrees.Average(d => d.Value), 1))} degrees in the mean of the layers");
        return points;
    }

    /// <summary>Refuses, before anything is trained, what cannot be.</summary>
    /// <exception cref="InputException">A candidate cannot be.</exception>
    public void Check(IEnumerable<Candidate> candidates)
    {
        foreach (Candidate candidate in candidates)
        {
            if (candidate.Recipe is TrainingRecipe recipe)
            {
                NetworkSpec spec = Network(recipe);
                Learner.Check(spec, recipe.Options);
                IReadOnlyList<string> errors = new Trainer(recipe.Options).Validate(spec, splits[0].TrainingRows);
                if (errors.Count > 0)
                {
                    throw new InputException($"{candidate.Name}: {string.Join(' ', errors.Select(EngineWords.Translate))}");
                }
            }
        }
    }

    private NetworkSpec Network(TrainingRecipe recipe)
    {
        (InputEncoding encoding, _, _) = splits[0].Learn(data, recipe.Options, recipe.NeedsUnitRange);
        return Learner.Fit(recipe.Network, encoding, data);
    }

    private ComparisonRun Try(Candidate candidate, int split, long seed, TaskDisplay task)
    {
        if (candidate.Recipe is TrainingRecipe recipe)
        {
            recipe = recipe with { Options = recipe.Options with { Seed = seed } };
            return splits[split].Try(data, recipe, (model, test) => RunFacts.Of(model, test, seed, split), task, stop);
        }

        TrainingOptions options = candidate.Yardstick! with { Seed = seed };
        ComparisonRun run = splits[split].Try(data, options, candidate.IsLinear, (yardstick, test) => RunFacts.Of(yardstick, test, seed, split), task, stop);

        // What counts rows does not learn at a pace.
        return candidate.IsLinear ? run : run with { SamplesPerSecond = 0 };
    }
}
