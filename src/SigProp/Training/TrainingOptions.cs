using System.Numerics;
using System.Text.Json.Serialization;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Training;

/// <summary>How a network is trained; immutable data, validated as a whole.</summary>
public sealed record TrainingOptions
{
    private const int DefaultShuffleBuffer = 65_536;

    /// <summary>How the network learns; default signal propagation.</summary>
    public LearningRuleKind Rule { get; init; } = LearningRuleKind.SignalPropagation;

    /// <summary>How often every row is seen, at least 1; default 20.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Rows a step, at least 1; 0 (default) for a 32nd of the rows, rounded down to a power of two, from 8 to 128; to 32 for
    /// regression, whose error falls with the number of steps; 20 for a continuous network.</summary>
    public int BatchSize { get; init; }

    /// <summary>The recipe of every layer's own optimizer; default Adam with a learning rate of 0.001. A continuous network's weights change
    /// by the Hebbian rule at rates of its own (<see cref="Continuous.ContinuousSpec"/>), and another optimizer than the default is refused.</summary>
    public OptimizerSpec Optimizer { get; init; } = new AdamSpec();

    /// <summary>How the learning rate changes; default cosine. It reaches every layer.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Cosine;

    /// <summary>Over how many epochs, above 0, parameters are averaged: the network measured, kept and returned is the average of those after each step, in
    /// which a step counts 1/e of what the last one does after so many epochs (Polyak and Juditsky 1992; Izmailov et al. 2018), and statistics of
    /// normalisation with them; learning goes on from the parameters themselves. Each layer averages by itself. It does what a falling learning rate does
    /// and goes well with one that stays, above all where early stopping ends training before the rate has fallen. Null (default) for no average;
    /// not in 16 bits.</summary>
    public double? WeightAveraging { get; init; }

    /// <summary>The largest Euclidean norm of a layer's gradient, above which it is scaled down; 0 (default) for no limit.</summary>
    public float GradientClipNorm { get; init; }

    /// <summary>The part of the rows, in [0, 1), held out by class to measure each epoch and to keep the best network; default 0.1, 0 for
    /// none. Of a <see cref="Data.RowSource"/> at random by the rows' numbers, and at most 10,000 rows, which stay in memory. Not used where a
    /// validation set is given.</summary>
    public double ValidationFraction { get; init; } = 0.1;

    /// <summary>Epochs without a better validation loss after which training stops, at least 1; default 5, null never stops early. Where probabilities are
    /// calibrated in the end it is the loss after calibration: that a network has become too sure of itself is no reason to stop. Without validation rows there is nothing to measure, and all epochs are done.</summary>
    public int? Patience { get; init; } = 5;

    /// <summary>All randomness comes from here: the same seed gives the same network, bit for bit, with any number of threads; default 0.</summary>
    public long Seed { get; init; }

    /// <summary>Threads, from 1 to 1,024; 0 (default) for as many as the machine has.</summary>
    public int Threads { get; init; }

    /// <summary>Whether layers learn in parallel, each group of them on threads of its own; default <see cref="PipelineMode.Auto"/>: where it is faster.
    /// Needs a rule whose layers learn from the forward pass alone, and at least two threads; the network does not depend on it.</summary>
    public PipelineMode Pipeline { get; init; } = PipelineMode.Auto;

    /// <summary>In how many bits the network learns; default 32. In 16 parameters and moments take half the memory, and the largest layer's parameters once
    /// more in 32 (<see cref="TrainingReport.ParameterBytes"/>): with Adam a deep network saves half of it, one large layer a sixth. What comes out is a network
    /// whose parameters are numbers of 16 bits, and its statistics of normalisation of 32. For signal propagation; nothing is pipelined. What it means by
    /// libtorch says <see cref="TrainingPrecision.Half"/>.</summary>
    public TrainingPrecision Precision { get; init; } = TrainingPrecision.Single;

    /// <summary>How much the rows of each class weigh, besides their own weights; default as much as any other. For classification.</summary>
    public ClassWeighting ClassWeights { get; init; } = ClassWeighting.None;

    /// <summary>How images are varied each time they are seen; null (default) leaves them as they are.</summary>
    public ImageAugmentation? Augmentation { get; init; }

    /// <summary>Rows of a <see cref="Data.RowSource"/> that are in memory at once, at least 1, of which the next to learn from is drawn at random; 0 (default)
    /// for 65,536: 512 batches of the largest size chosen by itself, and 5 MB for 20 features (206 MB for 784). Rows that the source holds together, as
    /// where it is sorted by class, come apart only within as many rows. Of a source with no more rows the order is as random as in memory, where this
    /// is not used.</summary>
    public int ShuffleBuffer { get; init; }

    /// <summary>Whether probabilities are calibrated on the validation rows at the end, where there are at least 50: a temperature for each exit and
    /// for the head, which leaves the most probable class as it is (Guo et al. 2017), with rows weighing as in every loss; the levels of a
    /// regression's intervals (Kuleshov et al. 2018), where each row counts once. Default true.</summary>
    public bool Calibrate { get; init; } = true;

    /// <summary>Whether <c>Trainer.TrainMore</c> adds the classes that the data have and the network does not; false (default) refuses such
    /// data, as <c>Train</c> always does. For classification.</summary>
    public bool AddClasses { get; init; }

    /// <summary>Where a run writes down after each epoch what it needs to go on after it was interrupted; null (default) for nowhere. The same call goes on
    /// after the last epoch written, and ends with the same network. It is no part of what a model keeps of its training.</summary>
    [JsonIgnore]
    public CheckpointOptions? Checkpoint { get; init; }

    /// <summary>The rows of a step for a network: one of coupled states learns by 20.</summary>
    internal int EffectiveBatchSize(int rows, NetworkSpec spec)
        => BatchSize == 0 && spec.Continuous is not null ? Math.Min(20, rows) : EffectiveBatchSize(rows, spec.IsRegression);

    /// <summary>What turns gradients into updates for a network: for one of coupled states the rates of its specification and nothing else (Eq 14).</summary>
    internal OptimizerSpec EffectiveOptimizer(NetworkSpec spec) => spec.Continuous is { } continuous
        ? new SgdSpec { LearningRate = continuous.RateOf(0, spec.Layers.Count) }
        : Optimizer;

    internal int EffectiveBatchSize(int rows, bool isRegression)
    {
        // Large batches are fast; but an epoch of a small set needs steps enough to learn from.
        int suitable = Math.Clamp((int)BitOperations.RoundUpToPowerOf2((uint)(rows / 32) + 1) / 2, 8, isRegression ? 32 : 128);
        return Math.Min(BatchSize > 0 ? BatchSize : suitable, rows);
    }

    /// <summary>Where 16 bits are expanded there is room for one layer at a time.</summary>
    internal PipelineMode EffectivePipeline => Precision == TrainingPrecision.Half ? PipelineMode.Off : Pipeline;

    internal int EffectiveShuffleBuffer => ShuffleBuffer == 0 ? DefaultShuffleBuffer : ShuffleBuffer;

    internal int EffectiveThreads => Threads == 0 ? Math.Min(Environment.ProcessorCount, WorkerPool.MostThreads) : Threads;

    /// <summary>Everything that is wrong with these options, a sentence each; empty where they are sound.</summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        if (!Enum.IsDefined(Rule))
        {
            errors.Add($"Rule {(int)Rule} is unknown; choose {string.Join(", ", Enum.GetNames<LearningRuleKind>())}.");
        }

        if (!Enum.IsDefined(Schedule))
        {
            errors.Add($"Schedule {(int)Schedule} is unknown; choose {string.Join(", ", Enum.GetNames<LearningRateSchedule>())}.");
        }

        if (!Enum.IsDefined(ClassWeights))
        {
            errors.Add($"ClassWeights {(int)ClassWeights} is unknown; choose {string.Join(", ", Enum.GetNames<ClassWeighting>())}.");
        }

        if (Epochs < 1)
        {
            errors.Add($"Epochs is {Epochs}; it must be at least 1.");
        }

        if (BatchSize < 0)
        {
            errors.Add($"BatchSize is {BatchSize}; it must be at least 1, or 0 for a number that suits the rows.");
        }

        if (Optimizer is null)
        {
            errors.Add("Optimizer is null; use new AdamSpec().");
        }
        else
        {
            Optimizer.Validate(errors);
        }

        if (WeightAveraging is double epochs && !(epochs > 0 && double.IsFinite(epochs)))
        {
            errors.Add($"WeightAveraging is {epochs}; it must be above 0, or null for no average.");
        }

        if (!(GradientClipNorm >= 0 && float.IsFinite(GradientClipNorm)))
        {
            errors.Add($"GradientClipNorm is {GradientClipNorm}; it must be at least 0, where 0 means no limit.");
        }

        if (!(ValidationFraction >= 0 && ValidationFraction < 1))
        {
            errors.Add($"ValidationFraction is {ValidationFraction}; it must lie in [0, 1).");
        }

        if (Patience is < 1)
        {
            errors.Add($"Patience is {Patience}; it must be at least 1, or null for no early stopping.");
        }

        if (ShuffleBuffer < 0)
        {
            errors.Add($"ShuffleBuffer is {ShuffleBuffer}; it must be at least 1, or 0 for {DefaultShuffleBuffer}.");
        }

        if (Threads is < 0 or > WorkerPool.MostThreads)
        {
            errors.Add($"Threads is {Threads}; it must be from 1 to {WorkerPool.MostThreads}, or 0 for as many as the machine has.");
        }

        Checkpoint?.Validate(errors);
        if (!Enum.IsDefined(Pipeline))
        {
            errors.Add($"Pipeline {(int)Pipeline} is unknown; choose {string.Join(", ", Enum.GetNames<PipelineMode>())}.");
        }
        else if (Pipeline == PipelineMode.On && PipelineMisfit() is string misfit)
        {
            errors.Add($"Pipeline is On; {misfit}");
        }

        if (!Enum.IsDefined(Precision))
        {
            errors.Add($"Precision {(int)Precision} is unknown; choose {string.Join(", ", Enum.GetNames<TrainingPrecision>())}.");
        }
        else if (Precision == TrainingPrecision.Half)
        {
            ValidateHalf(errors);
        }

        return errors;
    }

    private void ValidateHalf(List<string> errors)
    {
        if (Rule != LearningRuleKind.SignalPropagation)
        {
            errors.Add($"Precision is Half; training in 16 bits expands one layer at a time, which has learned before the next one runs, and {Rule} does not "
                + "learn so. Choose Single, or Rule SignalPropagation.");
        }

        if (WeightAveraging is not null)
        {
            errors.Add("Precision is Half and WeightAveraging is set; an average moves by less than 16 bits can tell. Choose the Precision Single, or no WeightAveraging.");
        }

        if (Pipeline == PipelineMode.On)
        {
            errors.Add("Precision is Half and Pipeline is On; training in 16 bits expands one layer at a time, and a pipeline works on several. "
                + "Choose the Pipeline Auto or Off, or the Precision Single.");
        }
    }

    /// <summary>Why these options rule out a pipeline, a sentence; null where they do not.</summary>
    private string? PipelineMisfit() => Rule switch
    {
        LearningRuleKind.Shallow => "pipelined training needs several layers that learn, and with Shallow the prediction layer alone does. "
            + "Choose Auto or Off, or Rule SignalPropagation.",
        LearningRuleKind.DifferenceTargetPropagation => "pipelined training needs a rule whose layers learn from the forward pass alone; with "
            + "DifferenceTargetPropagation they wait for targets from the layers above. Choose Auto or Off, or Rule SignalPropagation.",
        LearningRuleKind.ErrorForwardPropagation => "pipelined training needs a rule whose layers learn from one forward pass; with "
            + "ErrorForwardPropagation they wait for a second one, of the output's error. Choose Auto or Off, or Rule SignalPropagation.",
        LearningRuleKind.SyntheticGradients => "pipelined training needs a rule whose layers learn from the forward pass alone; with SyntheticGradients "
            + "their predictors wait for what the layers above pass back. Choose Auto or Off, or Rule SignalPropagation.",
        LearningRuleKind.LocalLearning or LearningRuleKind.LocalLearningFeedbackAlignment => "pipelined training needs a rule whose layers learn from the "
            + $"forward pass alone; with {Rule} each waits for the error of its own classifier. Choose Auto or Off, or Rule SignalPropagation.",
        not LearningRuleKind.SignalPropagation => $"pipelined training needs a rule whose layers learn from the forward pass alone; {Rule} waits for the "
            + "error of the layers above. Choose Auto or Off, or Rule SignalPropagation.",
        _ => Threads == 1 ? "pipelined training needs at least 2 threads, and Threads is 1. Choose Auto or Off, or more threads." : null,
    };
}
