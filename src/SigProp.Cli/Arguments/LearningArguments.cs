using System.CommandLine;
using System.Globalization;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Cli.Arguments;

/// <summary>The options that say how the network learns; defaults are the engine's.</summary>
internal sealed class LearningArguments
{
    private static readonly TrainingOptions s_defaults = new();
    private readonly Option<int> _epochs = OptionFactory.Whole("--epochs", "N", "How often every row is seen.", s_defaults.Epochs);
    private readonly Option<int> _batch = OptionFactory.Whole("--batch", "N", "Rows a step; 0 for a number that suits the rows.", s_defaults.BatchSize);

    private readonly Choice<OptimizerSpec> _optimizer = new(
        "--optimizer", "Every layer's own optimizer.", Words.Of(s_defaults.Optimizer), Words.Optimizers);

    private readonly Option<float?> _learningRate = OptionFactory.OptionalNumber(
        "--learning-rate", "X", $"Step size before the schedule scales it [default: {PerOptimizer(o => o.LearningRate)}]");

    private readonly Choice<LearningRateSchedule> _schedule = new(
        "--schedule", "How the learning rate changes.", s_defaults.Schedule, Words.Schedules);

    private readonly Option<float?> _weightDecay = OptionFactory.OptionalNumber(
        "--weight-decay", "X", $"How much weights shrink [default: {PerOptimizer(o => o.WeightDecay)}]");

    private readonly Option<float> _clipNorm = OptionFactory.Number(
        "--clip-norm", "X", "The largest norm of a layer's gradient; 0 for no limit.", s_defaults.GradientClipNorm);

    private readonly Option<float> _validation = OptionFactory.Number(
        "--validation", "X", "The part of the rows held out to find the best epoch, which is kept; 0 for none.",
        (float)s_defaults.ValidationFraction);

    private readonly Option<int> _patience = OptionFactory.Whole(
        "--patience", "N", "Stop after so many epochs without a better validation loss; 0 for never.", s_defaults.Patience ?? 0);

    private readonly Option<long> _seed = OptionFactory.Long("--seed", "N", "All randomness comes from here.", s_defaults.Seed);
    private readonly Option<int> _threads = OptionFactory.Whole("--threads", "N", "Threads; 0 for as many as the machine has.", s_defaults.Threads);

    private readonly Choice<PipelineMode> _pipeline = new(
        "--pipeline", "Whether layers learn in parallel, on threads of their own; the model is the same.", s_defaults.Pipeline, Words.Pipelines);

    private readonly Choice<TrainingPrecision> _precision = new(
        "--precision", "Numbers of 32 bits or of 16, in which parameters and moments take half the memory; sigprop alone.", s_defaults.Precision, Words.Precisions);

    private readonly Choice<ClassWeighting> _classWeights = new(
        "--class-weights", "Whether rare classes weigh as much as frequent ones.", s_defaults.ClassWeights, Words.ClassWeights);

    private readonly Option<bool> _noCalibration = new("--no-calibration")
    {
        Description = "Leave probabilities and intervals as they come, and do not calibrate them on the rows held out.",
    };

    /// <summary>The options that say what the optimizer is.</summary>
    public IReadOnlyList<Option> Optimizer => [_optimizer.Option, _learningRate, _weightDecay];

    /// <summary>The options that say how layers share threads and memory.</summary>
    public IReadOnlyList<Option> Layers => [_pipeline.Option, _precision.Option];

    /// <summary>Whether layers are asked to learn in parallel.</summary>
    public PipelineMode PipelineOf(ParseResult parsed) => _pipeline.Of(parsed);

    /// <summary>In how many bits they are asked to learn.</summary>
    public TrainingPrecision PrecisionOf(ParseResult parsed) => _precision.Of(parsed);

    public IReadOnlyList<Option> Options =>
    [
        _epochs, _batch, _optimizer.Option, _learningRate, _schedule.Option, _weightDecay, _clipNorm, _validation, _patience,
        _classWeights.Option, _noCalibration, _seed, _threads, _pipeline.Option, _precision.Option,
    ];

    /// <summary>What was asked for.</summary>
    /// <exception cref="InputException">Early stopping has nothing to measure on.</exception>
    public TrainingOptions Read(ParseResult parsed, LearningRuleKind rule)
    {
        OptimizerSpec optimizer = _optimizer.Of(parsed);
        var options = new TrainingOptions
        {
            Rule = rule,
            Epochs = parsed.GetValue(_epochs),
            BatchSize = parsed.GetValue(_batch),
            Optimizer = optimizer with
            {
                LearningRate = parsed.GetValue(_learningRate) ?? optimizer.LearningRate,
                WeightDecay = parsed.GetValue(_weightDecay) ?? optimizer.WeightDecay,
            },
            Schedule = _schedule.Of(parsed),
            GradientClipNorm = parsed.GetValue(_clipNorm),
            ValidationFraction = Math.Round(parsed.GetValue(_validation), 6),
            Patience = parsed.GetValue(_patience) is not 0 and int patience ? patience : null,
            Seed = parsed.GetValue(_seed),
            Threads = parsed.GetValue(_threads),
            Pipeline = _pipeline.Of(parsed),
            Precision = _precision.Of(parsed),
            ClassWeights = _classWeights.Of(parsed),
            Calibrate = !parsed.GetValue(_noCalibration),
        };
        return options is { Patience: not null, ValidationFraction: 0 } && parsed.Has(_patience)
            ? throw new InputException("--patience needs rows to measure on; give --validation a part above 0, such as 0.1.")
            : options;
    }

    /// <summary>What a network of coupled states has of the options: it learns by its own rule and its own rates, as a whole.</summary>
    public static TrainingOptions ForStates(TrainingOptions options)
        => options with
        {
            Optimizer = s_defaults.Optimizer,
            Pipeline = s_defaults.Pipeline,
            Precision = s_defaults.Precision,
            Augmentation = null,
        };

    private static string PerOptimizer(Func<OptimizerSpec, float> value) => string.Join(", ", Words.Optimizers.GroupBy(o => value(o.Value))
        .Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key} for {string.Join(", ", g.Select(o => o.Word))}")));
}
