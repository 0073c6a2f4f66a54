using SigProp.Data;
using SigProp.Numerics;
using SigProp.Training;

namespace SigProp.Comparison;

/// <summary>How the updates of a rule lie to backpropagation's gradients while it trains a network of layers: what section V-A measures of a continuous
/// network's weights, asked of the updates of layered ones.</summary>
public static class AlignmentStudy
{
    /// <summary>Trains a network by the rule of the options, and measures before the first and after each epoch, layer by layer, the angle between
    /// the rule's update of the weights and the negative gradient of the head's loss at the same weights.</summary>
    /// <remarks>
    /// All rows are learned from, in one run of all epochs with the options' own schedule, and all epochs are done: the options' ValidationFraction and
    /// Patience have no meaning here. An angle is the mean over up to 4 batches of 128 rows, always the same, of copies of the network that take one step of
    /// plain gradient descent each, by the rule and by backpropagation. Backpropagation's angles are 0, those of random directions about 90. An update that
    /// is 0 counts as 90. In a spiking network backpropagation goes through the surrogate, also where the rule learns from voltages.
    /// </remarks>
    /// <param name="spec">The network: of layers, with a head that learns.</param>
    /// <param name="data">The rows to learn from.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Told a few times a second and at every epoch's end.</param>
    /// <param name="cancellationToken">Ends training after the step under way; what was measured until then is returned.</param>
    /// <returns>A point for each epoch, from 0, before training.</returns>
    /// <exception cref="ArgumentException">There are no such angles: the hidden layers do not learn, or the network is continuous, or its head learns
    /// nothing; or the data do not fit the network.</exception>
    /// <exception cref="ConfigurationException">The specification or the options are unsound; lists everything.</exception>
    /// <exception cref="DivergenceException">A loss became NaN or infinite.</exception>
    public static IReadOnlyList<AlignmentPoint> Run(
        NetworkSpec spec, Dataset data, TrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        Refuse(spec, options);
        var trainer = new Trainer(options with { ValidationFraction = 0 });
        ConfigurationException.ThrowIfAny("training", [.. spec.Validate(), .. options.Validate(), .. trainer.Misfits(spec, data.Count)]);
        Trainer.CheckFits(spec, data, null);
        Trainer.CheckSeveralClasses(data);
        TrainingSplit rows = TrainingSplit.Of(trainer.Options, data, null);
        Network network = trainer.CreateNetwork(spec, rows);
        if (!network.Head.Learns)
        {
            throw new ArgumentException(
                $"The head {spec.Head} learns nothing, and backpropagation starts from the error of one that does. Choose "
                + $"{(spec.IsRegression ? HeadKind.Linear : HeadKind.Classifier)}.", nameof(spec));
        }

        using var context = new ComputeContext(options.EffectiveThreads);
        using var run = new TrainingRun(network, trainer.Options, context, ManagedBackend.Instance, rows);
        using var probe = new AlignmentProbe(network, rows, options);
        List<AlignmentPoint> points = [new AlignmentPoint(0, probe.Measure(run.Rule))];
        run.Execute(new EpochEnds(epoch => points.Add(new AlignmentPoint(epoch, probe.Measure(run.Rule))), progress), cancellationToken);
        return points;
    }

    private static void Refuse(NetworkSpec spec, TrainingOptions options)
    {
        if (spec.Continuous is not null)
        {
            throw new ArgumentException(
                "The network is continuous; its states settle together, and no error goes back through them. What its weights lie like is in "
                + "EpochReport.Angles (Fig 4).", nameof(spec));
        }

        if (options.Checkpoint is not null)
        {
            throw new ArgumentException("Checkpoint is set; the study measures every epoch of one run and does not go on from another. Leave Checkpoint out.", nameof(options));
        }

        if (options.Rule == LearningRuleKind.Shallow)
        {
            throw new ArgumentException($"Rule is {options.Rule}; its hidden layers do not learn, so they have no updates to measure.", nameof(options));
        }
    }

    /// <summary>Does something at every epoch's end, and tells on.</summary>
    private sealed class EpochEnds(Action<int> then, IProgress<TrainingProgress>? progress) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Completed is EpochReport epoch)
            {
                then(epoch.Epoch);
            }

            progress?.Report(value);
        }
    }
}
