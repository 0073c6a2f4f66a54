using System.CommandLine;

namespace SigProp.Cli.Arguments;

/// <summary>The options that say what predicts.</summary>
internal sealed class HeadArguments
{
    private static readonly NetworkSpec s_network = new() { Inputs = 1, Layers = [] };

    private readonly Choice<HeadKind> _head = new(
        "--head", "What predicts from the last layer [default: classifier; nearest-target for numbers, or linear where targets do not learn]",
        Words.Heads);

    private readonly Choice<OutputLossKind> _outputLoss = new(
        "--output-loss", "What the head linear is trained by.", s_network.OutputLoss, Words.OutputLosses);

    private readonly Option<float> _huberDelta = OptionFactory.Number(
        "--huber-delta", "X", "Where the loss huber turns linear, in standard deviations.", s_network.HuberDelta);

    private readonly Option<int> _bins = OptionFactory.Whole(
        "--bins", "N", "Ranges into which the numbers to predict are cut; each has a target.", s_network.Bins);

    private readonly Option<bool> _tree = new("--tree") { Description = "The head nearest-target finds the class by a tree over the targets." };

    private readonly Option<int?> _treeBudget = OptionFactory.OptionalWhole(
        "--tree-budget", "N", "As --tree, and stop after about N comparisons: faster, and it may err.");

    public IReadOnlyList<Option> Options => [_head.Option, _outputLoss.Option, _huberDelta, _bins, _tree, _treeBudget];

    /// <summary>The network with a head that a rule can train; the head that was asked for where it can.</summary>
    public static NetworkSpec Trainable(NetworkSpec spec, LearningRuleKind rule)
        => rule != LearningRuleKind.SignalPropagation && spec.Head is HeadKind.NearestTarget or HeadKind.Vote
            ? spec with { Head = spec.IsRegression ? HeadKind.Linear : HeadKind.Classifier, TreeBudget = null }
            : spec;

    /// <summary>The network with the head asked for.</summary>
    public NetworkSpec Apply(ParseResult parsed, NetworkSpec spec, LearningRuleKind rule)
    {
        bool targets = rule == LearningRuleKind.SignalPropagation && spec.Targets.Kind == TargetGeneratorKind.TargetOnly;
        HeadKind head = _head.Of(parsed, !spec.IsRegression ? spec.Head : targets ? HeadKind.NearestTarget : HeadKind.Linear);
        OutputLossKind loss = _outputLoss.Of(parsed);
        parsed.Refuse(_outputLoss.Option, head == HeadKind.Linear, "--head linear");
        parsed.Refuse(_huberDelta, loss == OutputLossKind.Huber, "--output-loss huber");
        parsed.Refuse(_bins, spec.IsRegression, "--target");
        parsed.Refuse(_treeBudget, !parsed.GetValue(_tree), "no --tree, which searches exactly");
        int? budget = parsed.GetValue(_treeBudget) ?? (parsed.GetValue(_tree) ? 0 : null);
        return budget is 0 && parsed.Has(_treeBudget)
            ? throw new InputException("--tree-budget is 0; it must be at least 1, and --tree searches exactly.")
            : spec with { Head = head, OutputLoss = loss, HuberDelta = parsed.GetValue(_huberDelta), Bins = parsed.GetValue(_bins), TreeBudget = budget };
    }
}
