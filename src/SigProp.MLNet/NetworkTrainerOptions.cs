using Microsoft.ML.Trainers;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.MLNet;

/// <summary>The options that the trainers of all kinds of networks have. What is not set here has the engine's default.</summary>
public abstract class NetworkTrainerOptions : TrainerInputBaseWithWeight
{
    private static readonly TrainingOptions s_training = new();

    private protected NetworkTrainerOptions()
    {
    }

    /// <summary>Units of each hidden layer, from the input on; each at least 1, at least one layer; default 256, 256.</summary>
    public int[] HiddenLayers { get; set; } = [256, 256];

    /// <summary>How often every row is seen, at least 1; default 20. The trainers <c>SignalPropagation</c> take 0 too, and by default: so many that 320,000 rows
    /// are seen in all, but no fewer than 8 and no more than 60, or 20 where nothing stops training early (<see cref="Patience"/>). With
    /// <see cref="Streaming"/>, where rows are not counted beforehand, 0 is 20.</summary>
    public int Epochs { get; set; } = s_training.Epochs;

    /// <summary>Rows a step, at least 1; 0 (default) for a 32nd of the rows, rounded down to a power of two, from 8 to
    /// 128.</summary>
    public int BatchSize { get; set; } = s_training.BatchSize;

    /// <summary>How the learning rate changes over the epochs; default <see cref="LearningRateSchedule.Cosine"/>. The trainers
    /// <c>SignalPropagation</c> average parameters instead (<see cref="LayeredTrainerOptions.WeightAveraging"/>), and their default is
    /// <see cref="LearningRateSchedule.Constant"/>.</summary>
    public LearningRateSchedule Schedule { get; set; } = s_training.Schedule;

    /// <summary>The part of the training rows, in [0, 1), held out by class to measure each epoch and to keep the best network;
    /// default 0.1, 0 for none. Not used where Fit is given a validation set.</summary>
    public double ValidationFraction { get; set; } = s_training.ValidationFraction;

    /// <summary>Epochs without a better validation loss, after calibration, after which training stops, at least 1; default 5, and 10 of the trainers
    /// <c>SignalPropagation</c>, whose dropout makes the best epoch a late one; null never stops early. Without validation rows there is nothing to measure, and all epochs are done.</summary>
    public int? Patience { get; set; } = s_training.Patience;

    /// <summary>Whether probabilities, or the quantiles of a regression, are calibrated on the validation rows at the end, where there are at
    /// least 50; default true.</summary>
    public bool Calibrate { get; set; } = s_training.Calibrate;

    /// <summary>Whether the rows are read from the data view in every epoch, in its order and by one cursor, and not held in memory, which may then be
    /// smaller than the data; twice more before the first epoch. The rows held out stay in memory, at most 10,000, and so does a validation
    /// set; default false.</summary>
    public bool Streaming { get; set; }

    /// <summary>With <see cref="Streaming"/>: rows in memory, at least 1, of which the next to learn from is drawn at random; 0 (default) for
    /// 65,536.</summary>
    public int ShuffleBufferRows { get; set; } = s_training.ShuffleBuffer;

    /// <summary>Whether the model standardises the features (mean 0, standard deviation 1 over the training rows), in training and in
    /// prediction: each by itself, or each channel of images; default true. A feature of two values, such as a category's, gets a range of 1 and not a
    /// deviation of 1, which would make the most of the rarest category.</summary>
    public bool Standardize { get; set; } = true;

    /// <summary>What is done with rows that have missing values (NaN): skipped in training and without an answer in scoring, or filled with the training
    /// rows' means; default <see cref="MissingValues.Skip"/>. Rows with infinite features are always skipped. A model that is trained further keeps
    /// its own ways.</summary>
    public MissingValues MissingValues { get; set; } = MissingValues.Skip;

    /// <summary>Whether the model, and the file that it is saved to, keeps the optimizer's steps and moments, so that Fit with it as the previous model goes on
    /// as if training had not ended, but for an average of parameters, which begins anew; with Adam it takes three times the space. Default false: the optimizer then starts afresh.</summary>
    public bool KeepTrainingState { get; set; }

    /// <summary>Threads of the training, at least 1; 0 (default) for as many as the machine has. The result does not depend on
    /// it.</summary>
    public int Threads { get; set; } = s_training.Threads;

    /// <summary>All randomness comes from here: the same seed gives the same model. Null (default) for the seed of the
    /// <see cref="Microsoft.ML.MLContext"/>, and where that has none, 0.</summary>
    public int? Seed { get; set; }

    /// <summary>The folder in which a run writes down after each epoch what it needs to go on after it was interrupted, made where there is none; of one run at a
    /// time; null (default) for nowhere. Fit goes on after the last epoch written where rows, options and seed are the same, to the model of a run that was not
    /// interrupted, and throws a <see cref="CheckpointException"/> where they are not. A run that ends removes what it wrote, and the next Fit begins
    /// afresh; one that is cancelled leaves it. Not for cross-validation, whose runs would take each other's folder.</summary>
    public string? CheckpointFolder { get; set; }

    /// <summary>Told a few times a second and at the end of every epoch how far training is, on the training thread; default
    /// null.</summary>
    public IProgress<TrainingProgress>? Progress { get; set; }

    /// <summary>Ends training after the step under way and keeps the best network so far; where it comes before the first step, while
    /// the rows are read, Fit throws <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>The trainer's name in messages.</summary>
    internal abstract string TrainerName { get; }

    /// <summary>Whether the network takes features in [0, 1] alone, to which they are scaled instead of being standardised.</summary>
    internal virtual bool NeedsUnitRange => false;

    /// <summary>Pieces into which the ranges of numbers are cut, at most; null for as many as suit the rows.</summary>
    internal virtual int? BinsOfNumbers => 0;

    /// <summary>Whether there are fewer <see cref="Epochs"/> the more rows there are.</summary>
    internal virtual bool EpochsSuitRows => false;

    /// <summary>What the network is trained on: the managed engine, unless the options have a choice.</summary>
    internal virtual TrainingDevice TrainedOn => TrainingDevice.Managed;

    /// <summary>The network that is asked for; its numbers of inputs and classes come with the data.</summary>
    internal abstract NetworkSpec ToNetwork();

    /// <summary>How it is to be trained.</summary>
    internal virtual TrainingOptions ToTraining() => new()
    {
        Epochs = Epochs,
        BatchSize = BatchSize,
        Schedule = Schedule,
        ValidationFraction = ValidationFraction,
        Patience = Patience,
        Calibrate = Calibrate,
        Threads = Threads,
        ShuffleBuffer = ShuffleBufferRows,
        Checkpoint = CheckpointFolder is null ? null : new CheckpointOptions(CheckpointFolder),
    };

    /// <summary>What is wrong that neither network nor training know of, a sentence each.</summary>
    internal virtual IEnumerable<string> Errors() => [];
}
