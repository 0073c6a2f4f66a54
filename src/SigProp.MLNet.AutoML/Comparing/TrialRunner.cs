using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.SearchSpace;
using SigProp.Comparison;
using SigProp.MLNet.FriendAccess;

namespace SigProp.MLNet.AutoML.Comparing;

/// <summary>Trains and tests a candidate with one setting on every fold.</summary>
/// <param name="folds">The folds.</param>
/// <param name="labels">The labels.</param>
/// <param name="columns">The columns that trainers read.</param>
/// <param name="metrics">What is measured, that to rank by first.</param>
/// <param name="seed">The seed of every trainer.</param>
internal sealed class TrialRunner(
    IReadOnlyList<Fold> folds, ComparedLabels labels, ComparisonColumns columns, IReadOnlyList<ComparisonMetric> metrics, int seed)
{
    /// <summary>Runs a trial.</summary>
    /// <param name="contender">The candidate.</param>
    /// <param name="setting">The setting.</param>
    /// <param name="folded">Told what each fold reached.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was ended, or where it could not be, abandoned.</exception>
    public Trial Run(Contender contender, Parameter setting, Action<int, double> folded, CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        var runs = new List<ComparisonRun>();
        ITransformer? first = null;
        for (int i = 0; i < folds.Count; i++)
        {
            int split = i;
            (ITransformer model, ComparisonRun run) = Patience.Run(() => RunFold(contender, setting, split, stop), stop);
            first ??= model;
            runs.Add(run);
            folded(i, run.Measures[MetricInfos.InfoOf(metrics[0]).Key]);
        }

        return new Trial(contender.Trials, setting, runs, first!, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private (ITransformer Model, ComparisonRun Run) RunFold(Contender contender, Parameter setting, int split, CancellationToken stop)
    {
        Fold fold = folds[split];
        long began = Stopwatch.GetTimestamp();
        ITransformer model = Fit(contender, setting, fold.Train, seed, stop);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        stop.ThrowIfCancellationRequested();
        FoldScores scores = FoldScores.Read(model.Transform(fold.Test), columns.Label, labels.Task, labels.Names.Count);
        var whole = new TransformerChain<ITransformer>(fold.Featurizer, model);
        ComparisonRun run = new()
        {
            Seed = seed,
            Split = split,
            Measures = scores.Measure(metrics),
            TrainSeconds = seconds,
            SamplesPerSecond = 0,
            SignalBytes = 0,
            Parameters = 0,
            PredictSecondsPerSample = scores.SecondsPerRow,
            ModelBytes = BytesOf(whole, fold.Rows.Schema),
            Confusion = scores.Confusion(),
            Calibration = scores.Calibration(),
        };
        return (whole, NetworkOf(model) is Model network ? WithNetwork(run, network, labels.Task) : run);
    }

    /// <summary>Trains under a context of its own, which can be cancelled without ending anything else.</summary>
    public static ITransformer Fit(Contender contender, Parameter setting, IDataView rows, int seed, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var context = new MLContext(seed);
        using CancellationTokenRegistration cancel = stop.Register(() => ContextAccess.Cancel(context));
        return contender.Build(context, setting).Fit(rows);
    }

    private static long BytesOf(ITransformer model, DataViewSchema schema)
    {
        using var stream = new MemoryStream();
        new MLContext().Model.Save(model, schema, stream);
        return stream.Length;
    }

    private static Model? NetworkOf(ITransformer model) => model switch
    {
        ISingleFeaturePredictionTransformer<object> { Model: SignalPropagationModelParametersBase<VBuffer<float>> of } => of.Model,
        ISingleFeaturePredictionTransformer<object> { Model: SignalPropagationModelParametersBase<float> of } => of.Model,
        _ => null,
    };

    private static ComparisonRun WithNetwork(ComparisonRun run, Model model, ComparisonTask task)
    {
        run = run with { Parameters = model.Network.ParameterCount };
        return model.Training is not Training.TrainingReport report ? run : run with
        {
            SamplesPerSecond = report.SamplesPerSecond,
            SignalBytes = report.SignalBytes,
            Layers = [.. report.Layers.Select(l => new LayerRun(l.Name, l.SecondsPerSample, l.SignalBytes))],
            Curve = task == ComparisonTask.Regression ? [.. CurvePoint.Of(report).Select(p => p with { ValidationAccuracy = null })] : CurvePoint.Of(report),
        };
    }
}
