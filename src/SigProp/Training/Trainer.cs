using SigProp.Baselines;
using SigProp.Data;
using SigProp.Learning;
using SigProp.Numerics;

namespace SigProp.Training;

/// <summary>Trains networks. Work is synchronous; give progress and a cancellation token to watch and to stop it.</summary>
public partial class Trainer
{
    // Multiplications of a forward pass over all that is to be learned, below which threads take longer to start than they save: some milliseconds' work.
    private const double SmallWork = 1e8;

    /// <summary>Makes a trainer.</summary>
    /// <param name="options">How to train; the defaults where null.</param>
    public Trainer(TrainingOptions? options = null) => Options = options ?? new TrainingOptions();

    /// <summary>How this trainer trains.</summary>
    public TrainingOptions Options { get; }

    /// <summary>What takes the steps for a network, and measures between them.</summary>
    private protected virtual TrainingBackend BackendFor(NetworkSpec spec) => ManagedBackend.Instance;

    /// <summary>Makes a network from the options' seed and trains it.</summary>
    /// <param name="spec">What the network is to be.</param>
    /// <param name="data">The rows to learn from.</param>
    /// <param name="validation">Rows to measure on after each epoch; the epoch with the least loss there is kept. Null: as
    /// <see cref="TrainingOptions.ValidationFraction"/> says.</param>
    /// <param name="progress">Told a few times a second and at every epoch's end, on the training thread.</param>
    /// <param name="cancellationToken">Ends training after the step under way and keeps the best network so far.</param>
    /// <exception cref="ConfigurationException">The specification or the options are unsound; lists everything.</exception>
    /// <exception cref="ArgumentException">Data and network do not fit each other, or the data hold fewer than two classes.</exception>
    /// <exception cref="DivergenceException">A loss or a parameter became NaN or infinite. The network is then that of the best epoch, or
    /// unusable where none was measured.</exception>
    public TrainingResult Train(
        NetworkSpec spec, Dataset data, Dataset? validation = null, IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(data);
        ConfigurationException.ThrowIfAny("training", [.. spec.Validate(), .. Options.Validate(), .. Misfits(spec, data.Count)]);
        CheckFits(spec, data, validation);
        CheckSeveralClasses(data);
        return Create(spec, TrainingSplit.Of(Options, data, validation), progress, cancellationToken);
    }

    /// <summary>Trains a network further, in place; the optimizer starts afresh.</summary>
    /// <inheritdoc cref="Train(NetworkSpec, Dataset, Dataset?, IProgress{TrainingProgress}?, CancellationToken)"/>
    public TrainingResult Train(
        Network network, Dataset data, Dataset? validation = null, IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        ConfigurationException.ThrowIfAny("training", [.. Options.Validate(), .. Misfits(network.Spec, data.Count)]);
        CheckFits(network.Spec, data, validation);
        CheckSeveralClasses(data);
        return Train(network, null, TrainingSplit.Of(Options, data, validation), progress, cancellationToken);
    }

    /// <summary>Goes on training a network, in place, on new rows alone: the optimizer resumes its steps and moments, the epochs are numbered and
    /// draw their randomness from where they ended, and a regression keeps its scaling and bins. The schedule of the learning rate is this
    /// run's own. With the same data, options and a constant schedule two runs give the network of one run of all their epochs, bit for bit. The new
    /// rows may be of one class only. What earlier rows held out have shown about the probabilities holds until new ones, at least 50, are measured.</summary>
    /// <remarks>What is not seen any more is forgotten little by little: a few old rows among the new ones prevent it. Batch normalisation needs them
    /// most, for its statistics become those of the new rows.</remarks>
    /// <param name="network">The network. Where <see cref="TrainingOptions.AddClasses"/> adds classes it stays as it is, and the result holds the
    /// grown one.</param>
    /// <param name="state">Where training ended: <see cref="TrainingResult.State"/> or <see cref="Model.State"/>. Null starts the optimizer afresh.</param>
    /// <param name="data">The new rows.</param>
    /// <param name="validation">Rows to measure on after each epoch; the epoch with the least loss there is kept, of this run's. Null: as
    /// <see cref="TrainingOptions.ValidationFraction"/> says.</param>
    /// <param name="progress">Told a few times a second and at every epoch's end, on the training thread.</param>
    /// <param name="cancellationToken">Ends training after the step under way and keeps the best network so far.</param>
    /// <exception cref="ConfigurationException">The options are unsound; lists everything.</exception>
    /// <exception cref="ArgumentException">Data and network do not fit each other, or the state is that of another network, learning rule or
    /// optimizer, or the data have new classes and these are not to be added.</exception>
    /// <exception cref="DivergenceException">A loss or a parameter became NaN or infinite. The network is then that of the best epoch, or
    /// unusable where none was measured.</exception>
    public TrainingResult TrainMore(
        Network network, TrainingState? state, Dataset data, Dataset? validation = null, IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        ConfigurationException.ThrowIfAny("training", [.. Options.Validate(), .. Misfits(network.Spec, data.Count)]);
        CheckState(network, state);
        int added = NewClasses(network, data.ClassCount);
        CheckFits(added > 0 ? network.Spec with { Classes = data.ClassCount } : network.Spec, data, validation);
        return GoOn(network, state, added, TrainingSplit.Of(Options, data, validation), progress, cancellationToken);
    }

    internal static LearningRule CreateRule(LearningRuleKind kind, LearningSetup setup) => kind switch
    {
        _ when setup.Network.Coupled is not null => new HebbianLearning(setup),
        LearningRuleKind.SignalPropagation => new SignalPropagation(setup),
        LearningRuleKind.Backpropagation => new Backpropagation(setup),
        LearningRuleKind.Shallow => new Shallow(setup),
        LearningRuleKind.DifferenceTargetPropagation => new DifferenceTargetPropagation(setup),
        LearningRuleKind.ErrorForwardPropagation => new ErrorForwardPropagation(setup),
        LearningRuleKind.SyntheticGradients => new SyntheticGradients(setup),
        LearningRuleKind.FeedbackAlignment => new FeedbackAlignment(setup),
        LearningRuleKind.DirectFeedbackAlignment => new DirectFeedbackAlignment(setup),
        LearningRuleKind.LocalLearning => new LocalLearning(setup, hasFixedFeedback: false),
        LearningRuleKind.LocalLearningFeedbackAlignment => new LocalLearning(setup, hasFixedFeedback: true),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown learning rule."),
    };

    /// <summary>Makes a network whose output is scaled, and cut into as many bins, as its rows allow.</summary>
    internal Network CreateNetwork(NetworkSpec spec, LearningRows rows)
    {
        QuantileBins? bins = null;
        if (spec.IsRegression && spec.Contexts > 0)
        {
            bins = QuantileBins.Fit(rows.Values(), spec.Bins);
            spec = spec with { Bins = bins.Count };
        }

        Network network = Network.Create(spec, Options.Seed);
        if (bins is not null)
        {
            network.Output!.Set(bins);
        }
        else if (network.Output is OutputTable output)
        {
            Fit(network, output, rows);
        }

        return network;
    }

    private TrainingResult Create(
        NetworkSpec spec, LearningRows rows, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
        => Train(CreateNetwork(spec, rows), null, rows, progress, cancellationToken);

    /// <summary>Trains a network further that gets some new classes first.</summary>
    private TrainingResult GoOn(
        Network network, TrainingState? state, int added, LearningRows rows, IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        if (added > 0)
        {
            network = network.AddClasses(added, Options.Seed);
            state = state?.Grow(network);
        }

        NetworkCalibration before = network.Calibration;
        try
        {
            return Train(network, state, rows, progress, cancellationToken);
        }
        finally
        {
            if (network.Calibration is { Temperatures.Count: 0, Levels.Count: 0 })
            {
                network.Calibration = before;
            }
        }
    }

    private TrainingResult Train(
        Network network, TrainingState? state, LearningRows rows, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        if (network.Output is { IsFitted: false } output)
        {
            Fit(network, output, rows);
        }

        double work = (double)network.MultiplicationsOfRow * rows.Count * Options.Epochs;
        bool isSmall = work < SmallWork && Options.Threads == 0 && Options.EffectivePipeline != PipelineMode.On;
        using var context = new ComputeContext(isSmall ? 1 : Options.EffectiveThreads);
        using var run = new TrainingRun(network, Options, context, BackendFor(network.Spec), rows, state);
        return run.Execute(progress, cancellationToken);
    }

    private static void Fit(Network network, OutputTable output, LearningRows rows)
    {
        if (network.Spec.Contexts == 0)
        {
            output.Set(rows.OutputScaling(network.OutputCount));
            return;
        }

        QuantileBins bins = QuantileBins.Fit(rows.Values(), network.Spec.Bins);
        if (bins.Count != network.Spec.Bins)
        {
            throw new ArgumentException(
                $"The output of the training rows falls into {bins.Count} bins, so often are values equal, and the network was made with {network.Spec.Bins}. "
                + $"Make it with Bins = {bins.Count}, or let the trainer make it of its specification.");
        }

        output.Set(bins);
    }
}
