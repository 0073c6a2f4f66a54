using System.CommandLine;
using SigProp.Training;

namespace SigProp.Cli.Arguments;

/// <summary>The options that say what the network is to be and how it learns; defaults are the engine's.</summary>
internal sealed class TrainingArguments
{
    private static readonly NetworkSpec s_classes = new() { Inputs = 1, Classes = 2, Layers = [new DenseSpec(1)] };
    private static readonly NetworkSpec s_numbers = NetworkSpec.CreateRegression(1).Dense(1).Build();

    private readonly LayerArguments _layers = new();
    private readonly TargetArguments _targets = new();
    private readonly HeadArguments _head = new();
    private readonly LearningArguments _learning = new();
    private readonly ImageArguments _images = new();
    private readonly ModelArguments _models = new();

    /// <summary>The options, as help shows them.</summary>
    public IReadOnlyList<OptionGroup> Groups =>
    [
        new("Network", [.. _layers.Options, .. _head.Options]), new("Targets", _targets.Options), new("Training", _learning.Options),
        new("Images", _images.Options), .. _models.Groups,
    ];

    /// <summary>The options that say what a new network is.</summary>
    public IReadOnlyList<Option> OfNetwork => [.. _layers.Options, .. _head.Options, .. _targets.Options, .. _models.Options];

    /// <summary>The options that say what the optimizer is.</summary>
    public IReadOnlyList<Option> Optimizer => _learning.Optimizer;

    /// <summary>Whether layers are asked to learn in parallel.</summary>
    public bool IsPipelined(ParseResult parsed) => _learning.PipelineOf(parsed) == PipelineMode.On;

    /// <summary>Whether training in 16 bits is asked for.</summary>
    public bool IsHalf(ParseResult parsed) => _learning.PrecisionOf(parsed) == TrainingPrecision.Half;

    /// <summary>The preset asked for; null where none was.</summary>
    public NetworkPreset? Preset(ParseResult parsed) => _layers.PresetOf(parsed);

    public void AddTo(Command command)
    {
        foreach (Option option in Groups.SelectMany(g => g.Options))
        {
            command.Add(option);
        }
    }

    /// <summary>What was asked for, with a head that the rule can train, and layers in parallel and in 16 bits where the rule allows it.</summary>
    public TrainingRecipe ReadTrainable(ParseResult parsed, ModelKind model, LearningRuleKind rule, bool numbers)
    {
        TrainingRecipe recipe = Read(parsed, model, rule, numbers, options => rule == LearningRuleKind.SignalPropagation
            ? options
            : options with { Pipeline = PipelineMode.Off, Precision = TrainingPrecision.Single });
        return recipe with { Network = HeadArguments.Trainable(recipe.Network, rule) };
    }

    /// <summary>What was asked for.</summary>
    /// <param name="parsed">What was given.</param>
    /// <param name="model">The kind of network.</param>
    /// <param name="rule">How the network learns.</param>
    /// <param name="numbers">Whether numbers are predicted, and not classes.</param>
    /// <exception cref="InputException">Something is out of range, or goes with something else.</exception>
    public TrainingRecipe Read(ParseResult parsed, ModelKind model, LearningRuleKind rule, bool numbers)
    {
        _models.CheckRule(parsed, model, rule);
        return Read(parsed, model, rule, numbers, options => options);
    }

    /// <summary>Refuses the options of kinds of networks that are not trained.</summary>
    /// <exception cref="InputException">One was given.</exception>
    public void Check(ParseResult parsed, params IReadOnlyCollection<ModelKind> kinds) => _models.Check(
        parsed, kinds, [.. _layers.BesidesWidths, .. _head.Options, .. _targets.Options, .. _learning.Optimizer, .. _learning.Layers, .. _images.Options]);

    private TrainingRecipe Read(
        ParseResult parsed, ModelKind model, LearningRuleKind rule, bool numbers, Func<TrainingOptions, TrainingOptions> fit)
    {
        TrainingOptions options = fit(_learning.Read(parsed, rule) with { Augmentation = _images.Read(parsed) });
        options = model == ModelKind.Continuous ? LearningArguments.ForStates(options) : options;
        NetworkSpec spec = (numbers ? s_numbers : s_classes) with { Layers = _layers.Read(parsed) };
        spec = _models.Apply(parsed, _head.Apply(parsed, _targets.Apply(parsed, spec), rule), model, rule);

        // Of layers for images, only the images tell whether they are sound.
        bool early = spec.Layers.All(l => l is DenseSpec);
        string[] errors = [.. options.Validate(), .. early ? spec.Validate() : []];
        return errors.Length == 0 ? new TrainingRecipe(spec, options) : throw new InputException(string.Join(' ', errors.Select(EngineWords.Translate)));
    }
}
