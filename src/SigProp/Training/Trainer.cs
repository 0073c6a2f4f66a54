using SigProp.Baselines;
using SigProp.Data;
using SigProp.Learning;
using SigProp.Numerics;

namespace SigProp.Training;

/// <summary>Trains networks. Work is synchronous; give progress and a cancellation token to watch and to stop it.</summary>
public sealed class Trainer
{
    /// <summary>Makes a trainer.</summary>
    /// <param name="options">How to train; the defaults where null.</param>
    public Trainer(TrainingOptions? options = null) => Options = options ?? new TrainingOptions();

    /// <summary>How this trainer trains.</summary>
    public TrainingOptions Options { get; }

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
        TrainingSplit split = TrainingSplit.Of(Options, data, validation);
        QuantileBins? bins = null;
        if (spec.IsRegression && spec.Contexts > 0)
        {
            bins = QuantileBins.Fit(split.Values(), spec.Bins);
            spec = spec with { Bins = bins.Count };
        }

        Network network = Network.Create(spec, Options.Seed);
        if (bins is not null)
        {
            network.Output!.Set(bins);
        }

        return Train(network, null, split, progress, cancellationToken);
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
        if ((state?.MisfitOf(Options) ?? state?.MisfitOf(network)) is string misfit)
        {
            throw new ArgumentException($"{misfit} Give null to start the optimizer afresh.", nameof(state));
        }

        int added = Options.AddClasses ? Math.Max(0, data.ClassCount - network.ClassCount) : 0;
        NetworkSpec spec = added > 0 ? network.Spec with { Classes = data.ClassCount } : network.Spec;
        CheckFits(spec, data, validation);
        if (added > 0)
        {
            network = network.AddClasses(added, Options.Seed);
            state = state?.Grow(network);
        }

        NetworkCalibration before = network.Calibration;
        try
        {
            return Train(network, state, TrainingSplit.Of(Options, data, validation), progress, cancellationToken);
        }
        finally
        {
            if (network.Calibration is { Temperatures.Count: 0, Levels.Count: 0 })
            {
                network.Calibration = before;
            }
        }
    }

    internal static LearningRule CreateRule(LearningRuleKind kind, LearningSetup setup) => kind switch
    {
        LearningRuleKind.SignalPropagation => new SignalPropagation(setup),
        LearningRuleKind.Backpropagation => new Backpropagation(setup),
        LearningRuleKind.Shallow => new Shallow(setup),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown learning rule."),
    };

    private TrainingResult Train(
        Network network, TrainingState? state, TrainingSplit split, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        if (network.Output is { IsFitted: false } output)
        {
            Fit(network, output, split);
        }

        using var context = new ComputeContext(Options.EffectiveThreads);
        using var run = new TrainingRun(network, Options, context, split, state);
        return run.Execute(progress, cancellationToken);
    }

    private static void Fit(Network network, OutputTable output, TrainingSplit split)
    {
        if (network.Spec.Contexts == 0)
        {
            float[] values = [.. split.Rows.SelectMany(row => split.Data.Values(row).ToArray())];
            output.Set(StandardScaling.Fit(values, network.OutputCount));
            return;
        }

        QuantileBins bins = QuantileBins.Fit(split.Values(), network.Spec.Bins);
        if (bins.Count != network.Spec.Bins)
        {
            throw new ArgumentException(
                $"The output of the training rows falls into {bins.Count} bins, so often are values equal, and the network was made with {network.Spec.Bins}. "
                + $"Make it with Bins = {bins.Count}, or let the trainer make it of its specification.");
        }

        output.Set(bins);
    }

    /// <summary>What specification, options and data hold that does not go together.</summary>
    private IEnumerable<string> Misfits(NetworkSpec spec, int rows)
    {
        int batch = Options.EffectiveBatchSize(Math.Max(rows, 1), spec.IsRegression);
        if (spec.Layers is not null && spec.LearningLayers.Any(l => spec.LossOf(l) == LocalLossKind.PairsTopK) && spec.TopK > batch)
        {
            yield return $"TopK is {spec.TopK}; a batch of {batch} rows has no more than {batch} targets to choose from.";
        }

        if (Options.Augmentation is ImageAugmentation augmentation)
        {
            if (spec.Image is null)
            {
                yield return "Augmentation varies images; the network's inputs are no images (Image is null).";
            }
            else
            {
                var errors = new List<string>();
                augmentation.Validate(spec.Image, errors);
                foreach (string error in errors)
                {
                    yield return error;
                }
            }
        }

        if (Options.Pipeline == PipelineMode.On && Options.Rule == LearningRuleKind.SignalPropagation && spec.Layers is not null)
        {
            if (spec.Targets is { IsLoop: true } targets)
            {
                yield return "Pipeline is On; pipelined training needs layers that learn from the forward pass alone, and the targets of "
                    + $"{targets.Kind} wait for the network's output. Choose Auto or Off, or other targets.";
            }
            else if (spec.LearningLayers.Count() == 1 && spec.Head == HeadKind.NearestTarget)
            {
                yield return "Pipeline is On; pipelined training needs several layers that learn, and the network has one. Choose Auto or Off.";
            }
        }

        if (Options.AddClasses && spec.IsRegression)
        {
            yield return "AddClasses is set; a regression has no classes.";
        }

        if (Options.ClassWeights != ClassWeighting.None && spec.IsRegression)
        {
            yield return $"ClassWeights is {Options.ClassWeights}; a regression has no classes.";
        }
    }

    private static void CheckFits(NetworkSpec spec, Dataset data, Dataset? validation)
    {
        CheckFits(spec, data, "training", nameof(data));
        if (validation is not null)
        {
            CheckFits(spec, validation, "validation", nameof(validation));
        }
    }

    private static void CheckSeveralClasses(Dataset data)
    {
        if (!data.IsRegression && data.Labels.Distinct().Take(2).Count() < 2)
        {
            throw new ArgumentException("The training data hold rows of one class only; there is nothing to tell apart.", nameof(data));
        }
    }

    private static void CheckFits(NetworkSpec spec, Dataset data, string what, string parameter)
    {
        if (data.Count == 0)
        {
            throw new ArgumentException($"The {what} data hold no rows.", parameter);
        }

        if (data.Width != spec.Inputs)
        {
            throw new ArgumentException($"The {what} data have {data.Width} features and the network takes {spec.Inputs}.", parameter);
        }

        if (data.IsRegression != spec.IsRegression)
        {
            throw new ArgumentException(
                $"The {what} data hold {(data.IsRegression ? "values" : "classes")} and the network predicts {(spec.IsRegression ? "values" : "classes")}.",
                parameter);
        }

        if (data.Outputs != spec.Outputs)
        {
            throw new ArgumentException($"The {what} data have {data.Outputs} values a row and the network predicts {spec.Outputs}.", parameter);
        }

        if (data.ClassCount > spec.Classes)
        {
            throw new ArgumentException(
                $"The {what} data have {data.ClassCount} classes and the network {spec.Classes}. Those from {spec.Classes} on, counted from 0, are new: "
                + $"Network.AddClasses({data.ClassCount - spec.Classes}) adds them, and so does Trainer.TrainMore with the option AddClasses.",
                parameter);
        }
    }
}
