using SigProp.Data;

namespace SigProp.Training;

/// <content>Training from streams.</content>
public partial class Trainer
{
    /// <summary>Makes a network from the options' seed and trains it on rows that need not fit into memory.</summary>
    /// <remarks>A first pass counts the rows, measures what training has to know of them, checks each, and keeps those that are held out
    /// (<see cref="TrainingOptions.ValidationFraction"/>). Then each epoch is a pass: rows are drawn at random from as many as
    /// <see cref="TrainingOptions.ShuffleBuffer"/> says, and each that is drawn is replaced by the next of the source. Of regression, bins are cut at the
    /// quantiles of a random sample of 100,000 rows where there are more. Unless <see cref="TrainingOptions.Threads"/> is 1, a thread of its own reads
    /// ahead while a batch is learned; the network is the same.</remarks>
    /// <param name="spec">What the network is to be.</param>
    /// <param name="source">The rows to learn from.</param>
    /// <param name="validation">Rows to measure on after each epoch; the epoch with the least loss there is kept. Null: as
    /// <see cref="TrainingOptions.ValidationFraction"/> says.</param>
    /// <param name="progress">Told a few times a second and at every epoch's end, on the training thread.</param>
    /// <param name="cancellationToken">Ends training after the step under way and keeps the best network so far.</param>
    /// <exception cref="ConfigurationException">The specification or the options are unsound; lists everything.</exception>
    /// <exception cref="ArgumentException">Source and network do not fit each other, or the rows are of fewer than two classes.</exception>
    /// <exception cref="DataFormatException">A row cannot be learned from, or a pass gave not as many rows as the first one.</exception>
    /// <exception cref="OperationCanceledException">The first pass was cancelled.</exception>
    /// <exception cref="DivergenceException">A loss or a parameter became NaN or infinite.</exception>
    public TrainingResult Train(
        NetworkSpec spec, RowSource source, Dataset? validation = null, IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(source);
        ConfigurationException.ThrowIfAny("training", [.. spec.Validate(), .. Options.Validate()]);
        CheckFits(spec, source, validation);
        return Create(spec, Survey(spec, source, validation, progress, severalClasses: true, cancellationToken), progress, cancellationToken);
    }

    /// <summary>Trains a network further, in place, on rows that need not fit into memory; the optimizer starts afresh. Where a pass breaks off, the
    /// network is that of the best epoch, or as the last step left it where none was measured; the first pass changes nothing.</summary>
    /// <inheritdoc cref="Train(NetworkSpec, RowSource, Dataset?, IProgress{TrainingProgress}?, CancellationToken)"/>
    public TrainingResult Train(
        Network network, RowSource source, Dataset? validation = null, IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(source);
        ConfigurationException.ThrowIfAny("training", Options.Validate());
        CheckFits(network.Spec, source, validation);
        StreamRows rows = Survey(network.Spec, source, validation, progress, severalClasses: true, cancellationToken);
        return Train(network, null, rows, progress, cancellationToken);
    }

    /// <summary>Goes on training a network, in place, on new rows alone that need not fit into memory, as
    /// <see cref="TrainMore(Network, TrainingState?, Dataset, Dataset?, IProgress{TrainingProgress}?, CancellationToken)"/> does with rows in
    /// memory. Where a pass breaks off, the network is that of the best epoch of this run, or as the last step left it where none was measured; the
    /// first pass changes nothing.</summary>
    /// <param name="network">The network. Where <see cref="TrainingOptions.AddClasses"/> adds classes it stays as it is, and the result holds the
    /// grown one.</param>
    /// <param name="state">Where training ended: <see cref="TrainingResult.State"/> or <see cref="Model.State"/>. Null starts the optimizer afresh.</param>
    /// <param name="source">The new rows.</param>
    /// <param name="validation">Rows to measure on after each epoch; the epoch with the least loss there is kept, of this run's. Null: as
    /// <see cref="TrainingOptions.ValidationFraction"/> says.</param>
    /// <param name="progress">Told a few times a second and at every epoch's end, on the training thread.</param>
    /// <param name="cancellationToken">Ends training after the step under way and keeps the best network so far.</param>
    /// <exception cref="ConfigurationException">The options are unsound; lists everything.</exception>
    /// <exception cref="ArgumentException">Source and network do not fit each other, or the state is that of another network, learning rule or
    /// optimizer, or the source has new classes and these are not to be added.</exception>
    /// <exception cref="DataFormatException">A row cannot be learned from, or a pass gave not as many rows as the first one.</exception>
    /// <exception cref="OperationCanceledException">The first pass was cancelled.</exception>
    /// <exception cref="DivergenceException">A loss or a parameter became NaN or infinite.</exception>
    public TrainingResult TrainMore(
        Network network, TrainingState? state, RowSource source, Dataset? validation = null, IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(source);
        ConfigurationException.ThrowIfAny("training", Options.Validate());
        CheckState(network, state);
        int added = NewClasses(network, source.ClassCount);
        NetworkSpec spec = added > 0 ? network.Spec with { Classes = source.ClassCount } : network.Spec;
        CheckFits(spec, source, validation);
        StreamRows rows = Survey(spec, source, validation, progress, severalClasses: false, cancellationToken);
        return GoOn(network, state, added, rows, progress, cancellationToken);
    }

    private StreamRows Survey(
        NetworkSpec spec, RowSource source, Dataset? validation, IProgress<TrainingProgress>? progress, bool severalClasses,
        CancellationToken cancellationToken)
    {
        // What does not depend on the number of rows is refused before they are read.
        ConfigurationException.ThrowIfAny("training", [.. Misfits(spec, int.MaxValue)]);
        StreamRows rows = new StreamSurvey(source, Options, progress).Read(validation, cancellationToken);
        if (rows.Count == 0)
        {
            throw new ArgumentException("The training data hold no rows.", nameof(source));
        }

        ConfigurationException.ThrowIfAny("training", [.. Misfits(spec, rows.Count)]);
        if (severalClasses && !source.IsRegression && rows.Facts.ClassRows.Count(n => n > 0) < 2)
        {
            throw new ArgumentException("The training data hold rows of one class only; there is nothing to tell apart.", nameof(source));
        }

        return rows;
    }
}
