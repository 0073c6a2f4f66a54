using SigProp.Cli.Arguments;
using SigProp.Continuous;
using SigProp.Spiking;

namespace SigProp.Cli.Comparing;

/// <summary>A way to learn that <c>--rules</c> can name.</summary>
/// <param name="Word">Its name.</param>
/// <param name="Rule">The learning rule.</param>
/// <param name="About">What it is.</param>
/// <param name="Source">Who described it.</param>
internal sealed record RuleWord(string Word, LearningRuleKind Rule, string About, string? Source)
{
    private const string Paper = "Kohan, Rietman and Siegelmann 2022";

    /// <summary>Another name.</summary>
    public string? Alias { get; init; }

    /// <summary>The kinds of networks that learn by it.</summary>
    public IReadOnlyList<ModelKind> Kinds { get; init; } = [ModelKind.Layers];

    /// <summary>What a spiking network's losses compare; null for what <c>--signal</c> says.</summary>
    public SpikingLearningSignal? Signal { get; init; }

    /// <summary>Whether targets are sparse.</summary>
    public bool IsSparse { get; init; }

    /// <summary>Whether a continuous network's weights are symmetric.</summary>
    public bool IsSymmetric { get; init; }

    /// <summary>Whether it has networks or weights of its own besides the network's.</summary>
    public bool HasAuxiliaries => Rule is LearningRuleKind.FeedbackAlignment or LearningRuleKind.DirectFeedbackAlignment or LearningRuleKind.LocalLearning
        or LearningRuleKind.LocalLearningFeedbackAlignment or LearningRuleKind.DifferenceTargetPropagation or LearningRuleKind.ErrorForwardPropagation
        or LearningRuleKind.SyntheticGradients;

    /// <summary>All of them, in the order of the tables.</summary>
    public static IReadOnlyList<RuleWord> All { get; } =
    [
        new("sigprop", LearningRuleKind.SignalPropagation, "signal propagation: targets go forward with the inputs, each layer learns at once", Paper)
        {
            Alias = "sp",
            Kinds = [ModelKind.Layers, ModelKind.Spiking, ModelKind.Continuous],
        },
        new("backprop", LearningRuleKind.Backpropagation, "backpropagation of the output's error", "Rumelhart, Hinton and Williams 1986")
        {
            Alias = "bp",
            Kinds = [ModelKind.Layers, ModelKind.Spiking],
        },
        new("shallow", LearningRuleKind.Shallow, "the output alone learns, on layers as they were drawn", null) { Kinds = [ModelKind.Layers, ModelKind.Spiking] },
        new("fa", LearningRuleKind.FeedbackAlignment, "feedback alignment: the error goes back through fixed random weights", "Lillicrap et al. 2016"),
        new("dfa", LearningRuleKind.DirectFeedbackAlignment, "direct feedback alignment: fixed random weights take the error straight to each layer", "Nøkland 2016"),
        new("ll-bp", LearningRuleKind.LocalLearning, "local learning: each layer has a classifier and a similarity loss of its own", "Nøkland and Eidnes 2019"),
        new("ll-fa", LearningRuleKind.LocalLearningFeedbackAlignment, "local learning with fixed random feedback inside each layer", "Nøkland and Eidnes 2019"),
        new("dtp", LearningRuleKind.DifferenceTargetPropagation, "difference target propagation: learned inverses take targets back", "Lee et al. 2015"),
        new("efp", LearningRuleKind.ErrorForwardPropagation, "error forward propagation: the output's error goes through the network again", "Dellaferrera and Kreiman 2022"),
        new("sg", LearningRuleKind.SyntheticGradients, "synthetic gradients: each layer learns from a predicted gradient", "Jaderberg et al. 2017"),
        new("sp-sparse", LearningRuleKind.SignalPropagation, "signal propagation with sparse targets", Paper + ", section III-E") { IsSparse = true },
        new("sp-surrogate", LearningRuleKind.SignalPropagation, "signal propagation from a smooth stand-in for the spike", Paper + ", section VI")
        {
            Kinds = [ModelKind.Spiking],
            Signal = SpikingLearningSignal.Surrogate,
        },
        new("sp-voltage", LearningRuleKind.SignalPropagation, "signal propagation from the voltage, before the spike", Paper + ", section VI")
        {
            Kinds = [ModelKind.Spiking],
            Signal = SpikingLearningSignal.Voltage,
        },
        new("bptt", LearningRuleKind.Backpropagation, "backpropagation through time, through a stand-in for the spike", "Neftci, Mostafa and Zenke 2019")
        {
            Kinds = [ModelKind.Spiking],
            Signal = SpikingLearningSignal.Surrogate,
        },
        new("ep", LearningRuleKind.SignalPropagation, "equilibrium propagation with symmetric weights", "Scellier and Bengio 2017")
        {
            Kinds = [ModelKind.Continuous],
            IsSymmetric = true,
        },
    ];

    /// <summary>The words of a list with commas between.</summary>
    /// <exception cref="InputException">One is unknown, or given twice, or goes with none of the kinds of networks.</exception>
    public static IReadOnlyList<RuleWord> Read(string option, string text, IReadOnlyCollection<ModelKind> kinds)
    {
        string[] given = text.Split(',');
        RuleWord?[] words = [.. given.Select(word => All.FirstOrDefault(r => word == r.Word || word == r.Alias))];
        if (words.Contains(null) || words.Distinct().Count() < words.Length)
        {
            throw new InputException($"{option} takes {string.Join(", ", All.Select(r => r.Word))}, each once and with commas between, not '{text}'.");
        }

        if (words.FirstOrDefault(w => !w!.Kinds.Any(kinds.Contains)) is RuleWord idle)
        {
            string models = string.Join(" or ", idle.Kinds.Select(k => Words.Of(Words.Models, k)));
            throw new InputException($"{option} names {idle.Word}, which goes with --model {models}; leave it out.");
        }

        return [.. words.OfType<RuleWord>()];
    }

    /// <summary>What it asks of a network of some kind.</summary>
    public LearningRuleConstraints ConstraintsFor(NetworkSpec spec)
        => spec.Continuous is { } states ? LearningRuleConstraints.Of(states.Feedback) : LearningRuleConstraints.Of(Rule);

    /// <summary>The network as it learns by this rule.</summary>
    public NetworkSpec Adapt(NetworkSpec spec) => spec with
    {
        Targets = IsSparse ? spec.Targets with { Sparse = true } : spec.Targets,
        Spiking = spec.Spiking is not null && Signal is { } signal ? spec.Spiking with { LearningSignal = signal } : spec.Spiking,
        Continuous = spec.Continuous is not null && IsSymmetric ? spec.Continuous with { Feedback = ContinuousFeedback.Symmetric, LoopSignal = LoopSignal.Output } : spec.Continuous,
    };
}
