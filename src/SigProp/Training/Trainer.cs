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
        ConfigurationException.ThrowIfAny("training", [.. spec.Validate(), .. Options.Validate()]);
        return Train(Network.Create(spec, Options.Seed), data, validation, progress, cancellationToken);
    }


    /// <summary>Trains a network further, in place; the optimizer starts afresh.</summary>
    /// <inheritdoc cref="Train(NetworkSpec, Dataset, Dataset?, IProgress{TrainingProgress}?, CancellationToken)"/>
    public TrainingResult Train(
        Network network, Dataset data, Dataset? validation = null, IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        ConfigurationException.ThrowIfAny("training options", Options.Validate());
        CheckFits(network, data, "training", nameof(data));
        if (validation is not null)
        {
            CheckFits(network, validation, "validation", nameof(validation));
        }

        if (data.Labels.Distinct().Take(2).Count() < 2)
        {
            throw new ArgumentException("The training data hold rows of one class only; there is nothing to tell apart.", nameof(data));
        }

        using var context = new ComputeContext(Options.EffectiveThreads);
        var run = new TrainingRun(network, Options, context, data, validation);
        return run.Execute(progress, cancellationToken);
    }

    internal static LearningRule CreateRule(LearningRuleKind kind, LearningSetup setup) => kind switch
    {
        LearningRuleKind.SignalPropagation => new SignalPropagation(setup),
        LearningRuleKind.Backpropagation => new Backpropagation(setup),
        LearningRuleKind.Shallow => new Shallow(setup),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown learning rule."),
    };

    private static void CheckFits(Network network, Dataset data, string what, string parameter)
    {
        if (data.Count == 0)
        {
            throw new ArgumentException($"The {what} data hold no rows.", parameter);
        }

        if (data.Width != network.InputWidth)
        {
            throw new ArgumentException(
                $"The {what} data have {data.Width} features and the network takes {network.InputWidth}.", parameter);
        }

        if (data.ClassCount > network.ClassCount)
        {
            throw new ArgumentException(
                $"The {what} data have {data.ClassCount} classes and the network {network.ClassCount}.", parameter);
        }
    }
}
