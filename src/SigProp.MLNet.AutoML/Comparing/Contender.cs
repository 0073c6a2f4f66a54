using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;

namespace SigProp.MLNet.AutoML.Comparing;

/// <summary>A candidate in a comparison under way.</summary>
/// <param name="candidate">The candidate.</param>
/// <param name="columns">What its trainer reads.</param>
/// <param name="metric">By what its trials are ranked.</param>
/// <param name="seed">The seed of the comparison.</param>
internal sealed class Contender(TrainerCandidate candidate, ComparisonColumns columns, ComparisonMetric metric, int seed)
{
    public TrainerCandidate Candidate => candidate;

    /// <summary>The best of the finished trials; null where there is none.</summary>
    public Trial? Best { get; private set; }

    /// <summary>Finished trials.</summary>
    public int Trials { get; private set; }

    /// <summary>Seconds of its trials, unfinished ones as well.</summary>
    public double Seconds { get; set; }

    /// <summary>Whether it can be tried with more settings.</summary>
    public bool IsOpen { get; set; } = true;

    /// <summary>The setting of its next trial.</summary>
    public Parameter Next(MLContext context)
    {
        SearchSpace space = candidate.Trainer(context, columns).SearchSpace;
        if (Trials == 0)
        {
            return space.SampleFromFeatureSpace(space.Default);
        }

        // Each draw has a stream of its own, told by name and number, so that it does not matter who else takes part.
        uint hash = 2166136261;
        foreach (char letter in $"{candidate.Name}/{Trials}/{seed}")
        {
            hash = unchecked((hash ^ letter) * 16777619);
        }

        var random = new Random(unchecked((int)hash));
        return space.SampleFromFeatureSpace([.. Enumerable.Range(0, space.FeatureSpaceDim).Select(_ => random.NextDouble())]);
    }

    /// <summary>The trainer with a setting.</summary>
    public IEstimator<ITransformer> Build(MLContext context, Parameter setting)
    {
        SweepableEstimator sweepable = candidate.Trainer(context, columns);
        IEstimator<ITransformer> trainer = sweepable.BuildFromOption(context, setting);
        return candidate.Normalize ? context.Transforms.NormalizeMeanVariance(columns.Features).Append(trainer) : trainer;
    }

    /// <summary>Takes a finished trial.</summary>
    public void Add(Trial trial, MLContext context)
    {
        Trials++;
        IsOpen &= candidate.Trainer(context, columns).SearchSpace.FeatureSpaceDim > 0;
        if (Best is null || trial.Goodness(metric) > Best.Goodness(metric))
        {
            Best = trial;
        }
    }
}
