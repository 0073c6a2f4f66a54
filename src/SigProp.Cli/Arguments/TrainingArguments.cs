using System.CommandLine;
using System.Globalization;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Cli.Arguments;

/// <summary>The options that say what the network is to be and how it learns; defaults are the engine's.</summary>
internal sealed class TrainingArguments
{
    private static readonly TrainingOptions s_defaults = new();
    private static readonly DenseSpec s_layer = new(1);
    private static readonly NetworkSpec s_network = new() { Inputs = 1, Classes = 2, Layers = [s_layer] };

    private readonly Option<string> _hidden = new("--hidden")
    {
        HelpName = "N,N,...",
        Description = "Units of each hidden layer, from the input on.",
        DefaultValueFactory = _ => "256,256",
    };

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

    private readonly Choice<Activation> _activation = new("--activation", "The layers' non-linearity.", s_layer.Activation, Words.Activations);

    private readonly Option<bool> _batchNorm = new("--batch-norm")
    {
        Description = "Batch normalisation before each activation.",
        DefaultValueFactory = _ => s_layer.BatchNormalization,
    };

    private readonly Option<float> _dropout = OptionFactory.Number(
        "--dropout", "X", "Probability with which an output is dropped in training.", s_layer.Dropout);

    private readonly Choice<LocalLossKind> _loss = new(
        "--loss", "How outputs are compared with targets.", s_network.Loss, Words.Losses);

    private readonly Choice<bool> _targets = new(
        "--targets", "Whether targets learn or stay as drawn.", s_network.Targets.Learned, Words.Targets);

    private readonly Choice<HeadKind> _head = new("--head", "What predicts from the last layer.", s_network.Head, Words.Heads);

    private readonly Option<float> _validation = OptionFactory.Number(
        "--validation", "X", "The part of the rows held out to find the best epoch, which is kept; 0 for none.",
        (float)s_defaults.ValidationFraction);

    private readonly Option<int> _patience = OptionFactory.Whole(
        "--patience", "N", "Stop after so many epochs without a better validation loss; 0 for never.", s_defaults.Patience ?? 0);

    private readonly Option<long> _seed = OptionFactory.Long("--seed", "N", "All randomness comes from here.", s_defaults.Seed);
    private readonly Option<int> _threads = OptionFactory.Whole("--threads", "N", "Threads; 0 for as many as the machine has.", s_defaults.Threads);

    public void AddTo(Command command)
    {
        Option[] options =
        [
            _hidden, _epochs, _batch, _optimizer.Option, _learningRate, _schedule.Option, _weightDecay, _clipNorm, _activation.Option,
            _batchNorm, _dropout, _loss.Option, _targets.Option, _head.Option, _validation, _patience, _seed, _threads,
        ];
        foreach (Option option in options)
        {
            command.Add(option);
        }
    }

    /// <summary>What was asked for.</summary>
    /// <exception cref="InputException">Something is out of range.</exception>
    public TrainingRecipe Read(ParseResult parsed, LearningRuleKind rule)
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
        };
        var spec = s_network with
        {
            Layers = [.. Units(parsed).Select(units => s_layer with
            {
                Units = units,
                Activation = _activation.Of(parsed),
                BatchNormalization = parsed.GetValue(_batchNorm),
                Dropout = parsed.GetValue(_dropout),
            })],
            Loss = _loss.Of(parsed),
            Targets = s_network.Targets with { Learned = _targets.Of(parsed) },
            Head = _head.Of(parsed),
        };
        if (options is { Patience: not null, ValidationFraction: 0 } && parsed.GetResult(_patience) is { Implicit: false })
        {
            throw new InputException("--patience needs rows to measure on; give --validation a part above 0, such as 0.1.");
        }

        string[] errors = [.. options.Validate(), .. spec.Validate()];
        return errors.Length == 0 ? new TrainingRecipe(spec, options) : throw new InputException(EngineWords.Translate(errors[0]));
    }

    private static string PerOptimizer(Func<OptimizerSpec, float> value) => string.Join(", ", Words.Optimizers.GroupBy(o => value(o.Value))
        .Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key} for {string.Join(", ", g.Select(o => o.Word))}")));

    private int[] Units(ParseResult parsed)
    {
        string text = parsed.GetRequiredValue(_hidden);
        return [.. text.Split(',').Select(part => int.TryParse(part, CultureInfo.InvariantCulture, out int units)
            ? units
            : throw new InputException($"--hidden takes whole numbers with commas between, such as 256,256, not '{text}'."))];
    }
}
