using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;
using Xunit;

namespace SigProp.MLNet.AutoML.Tests;

public sealed class SweepTests
{
    private readonly MLContext _context = new(seed: 1);

    public static TheoryData<string> Names =>
    [
        "SignalPropagationMulticlass", "SignalPropagationBinary", "SignalPropagationRegression", "SpikingSigPropMulticlass", "ContinuousEPMulticlass",
        "SpikingSigPropBinary", "ContinuousEPBinary",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_corner_of_a_search_space_makes_a_trainer(string name)
    {
        SweepableEstimator sweepable = Create(name);
        SearchSpace space = sweepable.SearchSpace;
        int dimensions = space.FeatureSpaceDim;
        Assert.InRange(dimensions, 5, 12);
        for (int corner = 0; corner < 1 << dimensions; corner++)
        {
            Parameter setting = space.SampleFromFeatureSpace([.. Enumerable.Range(0, dimensions).Select(d => (double)((corner >> d) & 1))]);
            Assert.NotNull(sweepable.BuildFromOption(_context, setting));
        }
    }

    [Fact]
    public void The_defaults_of_the_search_spaces_are_the_trainers_own()
    {
        SignalPropagationSweepOptions layers = Default<SignalPropagationSweepOptions>();
        Assert.Equivalent(new SignalPropagationSweepOptions(), layers);
        foreach (SignalPropagationOptions own in new SignalPropagationOptions[]
        {
            new SignalPropagationTrainer.Options(), new SignalPropagationBinaryTrainer.Options(), new SignalPropagationRegressionTrainer.Options(),
        })
        {
            Assert.Equal(own.HiddenLayers, Enumerable.Repeat(layers.Width, layers.Depth));
            Assert.Equal((own.Dropout, own.BatchNormalization, own.Epochs, own.BatchSize), (layers.Dropout, layers.BatchNormalization, layers.Epochs, layers.BatchSize));
            Assert.Equal(own.LearningRate ?? own.Optimizer.LearningRate, layers.LearningRate);
        }

        var spiking = new SpikingSigPropTrainer.Options();
        SpikingSigPropSweepOptions spikes = Default<SpikingSigPropSweepOptions>();
        Assert.Equivalent(new SpikingSigPropSweepOptions(), spikes);
        Assert.Equal(spiking.HiddenLayers, Enumerable.Repeat(spikes.Width, spikes.Depth));
        Assert.Equal((spiking.Steps, spiking.Threshold, spiking.Dropout, spiking.BatchNormalization), (spikes.Steps, spikes.Threshold, spikes.Dropout, spikes.BatchNormalization));
        Assert.Equal((spiking.Epochs, spiking.BatchSize), (spikes.Epochs, spikes.BatchSize));
        Assert.Equal(spiking.LearningRate ?? spiking.Optimizer.LearningRate, spikes.LearningRate);

        var continuous = new ContinuousEPTrainer.Options();
        ContinuousEPSweepOptions states = Default<ContinuousEPSweepOptions>();
        Assert.Equivalent(new ContinuousEPSweepOptions(), states);
        Assert.Equal(continuous.HiddenLayers, Enumerable.Repeat(states.Width, states.Depth));
        Assert.Equal((continuous.Beta, continuous.StepSize, continuous.FreeSteps, continuous.NudgedSteps), (states.Beta, states.StepSize, states.FreeStepsOrDefault, states.NudgedStepsOrDefault));
        Assert.Equal((continuous.Epochs, continuous.BatchSize), (states.Epochs, states.BatchSize));
        Assert.Equal([0.2f, 0.1f, 0.05f], states.LearningRates);
    }

    [Fact]
    public void What_is_not_swept_is_set_in_every_trainer()
    {
        int set = 0;
        SweepableEstimator sweepable = _context.Auto().SignalPropagationMulticlass("Digit", "Pixels", configure: options =>
        {
            Assert.Equal(("Digit", "Pixels"), (options.LabelColumnName, options.FeatureColumnName));
            set++;
        });
        sweepable.BuildFromOption(_context, sweepable.SearchSpace.SampleFromFeatureSpace(sweepable.SearchSpace.Default));
        Assert.Equal(1, set);
    }

    [Fact]
    public async Task A_mixed_pipeline_is_swept_with_the_built_in_trainers()
    {
        AutoMLExperiment experiment = Experiment(o => (o.HiddenLayers, o.Epochs) = ([16], 3), trees: true);
        var seen = new List<string>();
        experiment.SetMonitor(new Monitor(seen.Add)).SetMaxModelToExplore(6);
        TrialResult result = await experiment.RunAsync();
        Assert.True(result.Metric > 0.5, $"{result.Metric}");
        Assert.NotNull(result.Model);
        Assert.Equal(6, seen.Count);
        Assert.DoesNotContain(seen, s => s.StartsWith("failed", StringComparison.Ordinal));
        Assert.True(seen.Distinct().Count() > 1, string.Join(' ', seen));
    }

    [Fact]
    public async Task A_trial_under_way_ends_soon_after_a_cancellation()
    {
        using var stop = new CancellationTokenSource();
        int built = 0;
        AutoMLExperiment experiment = Experiment(
            o =>
            {
                // A trial of two folds builds its trainer three times.
                if (built++ >= 3)
                {
                    (o.HiddenLayers, o.Epochs, o.Patience) = ([256, 256], 100_000, null);
                    stop.CancelAfter(500);
                }
                else
                {
                    (o.HiddenLayers, o.Epochs) = ([8], 1);
                }
            },
            trees: false);
        experiment.SetMaxModelToExplore(50);
        Task<TrialResult> running = experiment.RunAsync(stop.Token);
        Assert.Same(running, await Task.WhenAny(running, Task.Delay(TimeSpan.FromSeconds(60))));
        Assert.NotNull((await running).Model);
    }

    private AutoMLExperiment Experiment(Action<SignalPropagationBinaryTrainer.Options> configure, bool trees)
    {
        IDataView data = Samples.Load(_context);
        var features = _context.Transforms.Concatenate("Features", nameof(Samples.Customer.Age), nameof(Samples.Customer.Spends));
        SweepableEstimator ours = _context.Auto().SignalPropagationBinary(nameof(Samples.Customer.Leaves), configure: configure);
        SweepablePipeline pipeline = trees
            ? features.Append(ours, _context.Auto().CreateSweepableEstimator(
                (MLContext of, FastTreeOption o) => of.BinaryClassification.Trainers.FastTree(nameof(Samples.Customer.Leaves), numberOfTrees: o.Trees, numberOfLeaves: 4, minimumExampleCountPerLeaf: 2),
                new SearchSpace<FastTreeOption>()),
                _context.Auto().CreateSweepableEstimator(
                (MLContext of, SdcaOption o) => of.BinaryClassification.Trainers.SdcaLogisticRegression(nameof(Samples.Customer.Leaves), l2Regularization: o.L2),
                new SearchSpace<SdcaOption>()))
            : features.Append(ours);
        AutoMLExperiment experiment = _context.Auto().CreateExperiment(new AutoMLExperiment.AutoMLExperimentSettings { Seed = 1 });
        return experiment.SetPipeline(pipeline)
            .SetDataset(data, fold: 2)
            .SetBinaryClassificationMetric(BinaryClassificationMetric.Accuracy, nameof(Samples.Customer.Leaves))
            .SetRandomSearchTuner(3);
    }

    private SweepableEstimator Create(string name)
    {
        AutoCatalog auto = _context.Auto();
        return name switch
        {
            "SignalPropagationMulticlass" => auto.SignalPropagationMulticlass(),
            "SignalPropagationBinary" => auto.SignalPropagationBinary(),
            "SignalPropagationRegression" => auto.SignalPropagationRegression(),
            "SpikingSigPropMulticlass" => auto.SpikingSigPropMulticlass(),
            "ContinuousEPMulticlass" => auto.ContinuousEPMulticlass(),
            "SpikingSigPropBinary" => auto.SpikingSigPropBinary(),
            "ContinuousEPBinary" => auto.ContinuousEPBinary(),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Unknown trainer."),
        };
    }

    private static T Default<T>()
        where T : class, new()
    {
        var space = new SearchSpace<T>();
        return space.SampleFromFeatureSpace(space.Default);
    }

    private sealed class FastTreeOption
    {
        [Range(2, 20, 5)]
        public int Trees { get; set; } = 5;
    }

    private sealed class SdcaOption
    {
        [Range(1e-4f, 1e-1f, 1e-2f, true)]
        public float L2 { get; set; } = 1e-2f;
    }

    private sealed class Monitor(Action<string> tell) : IMonitor
    {
        public void ReportBestTrial(TrialResult result)
        {
        }

        public void ReportCompletedTrial(TrialResult result) => tell(result.TrialSettings.Parameter["_pipeline_"]["_SCHEMA_"].ToString());

        public void ReportFailTrial(TrialSettings settings, Exception? exception = null) => tell($"failed: {exception?.Message}");

        public void ReportRunningTrial(TrialSettings settings)
        {
        }
    }
}
