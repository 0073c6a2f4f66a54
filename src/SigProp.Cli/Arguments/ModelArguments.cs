using System.CommandLine;
using SigProp.Continuous;
using SigProp.Spiking;

namespace SigProp.Cli.Arguments;

/// <summary>The option that says what kind of network is trained, and those that go with one kind alone.</summary>
internal sealed class ModelArguments
{
    private readonly SpikingArguments _spiking = new();
    private readonly ContinuousArguments _continuous = new();

    /// <summary>The options of each kind, as help shows them.</summary>
    public IReadOnlyList<OptionGroup> Groups =>
    [
        new("Spiking networks (--model spiking)", _spiking.Options), new("Continuous networks (--model continuous)", _continuous.Options),
    ];

    /// <summary>All options that say what a network of one kind is.</summary>
    public IReadOnlyList<Option> Options => [.. Groups.SelectMany(g => g.Options)];

    /// <summary>The network as one of a kind.</summary>
    /// <param name="parsed">What was given.</param>
    /// <param name="spec">Its layers.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="rule">How it learns.</param>
    /// <exception cref="InputException">Something was given and does nothing.</exception>
    public NetworkSpec Apply(ParseResult parsed, NetworkSpec spec, ModelKind kind, LearningRuleKind rule) => kind switch
    {
        ModelKind.Spiking => Spiking(spec, _spiking.Read(parsed, rule)),
        ModelKind.Continuous => Continuous(spec, _continuous.Read(parsed)),
        _ => spec,
    };

    // Of layers only their widths are a continuous network's.
    private static NetworkSpec Continuous(NetworkSpec spec, ContinuousSpec continuous) => new()
    {
        Inputs = spec.Inputs,
        Classes = spec.Classes,
        Outputs = spec.Outputs,
        Layers = spec.Layers.All(l => l is DenseSpec)
            ? [.. spec.Layers.Cast<DenseSpec>().Select(l => new DenseSpec(l.Units))]
            : throw new InputException("--model continuous has layers of states, each coupled with all of the next; --hidden names their widths."),
        Continuous = continuous,
    };

    // Until the data says how many features there are, as many as there are steps can be one.
    private static NetworkSpec Spiking(NetworkSpec spec, SpikingSpec spiking)
        => spec with { Spiking = spiking, Inputs = spiking.Input == SpikingInput.TimeSeries ? Math.Max(1, spiking.Steps) : spec.Inputs };

    /// <summary>Refuses the options of kinds that are not trained.</summary>
    /// <param name="parsed">What was given.</param>
    /// <param name="kinds">The kinds that are trained.</param>
    /// <param name="ofLayers">The options that say what layers are, how they learn and what predicts, besides their widths.</param>
    /// <exception cref="InputException">One was given.</exception>
    public void Check(ParseResult parsed, IReadOnlyCollection<ModelKind> kinds, IReadOnlyList<Option> ofLayers)
    {
        Refuse(parsed, _spiking.Options, kinds.Contains(ModelKind.Spiking), "--model spiking");
        Refuse(parsed, _continuous.Options, kinds.Contains(ModelKind.Continuous), "--model continuous");
        Refuse(parsed, ofLayers, kinds.Any(k => k != ModelKind.Continuous), "--model sigprop and spiking");
    }

    /// <summary>Refuses what does nothing with a rule.</summary>
    /// <exception cref="InputException">It was given.</exception>
    public void CheckRule(ParseResult parsed, ModelKind kind, LearningRuleKind rule)
    {
        if (kind == ModelKind.Spiking && rule == LearningRuleKind.Shallow)
        {
            _spiking.CheckShallow(parsed);
        }
    }

    private static void Refuse(ParseResult parsed, IReadOnlyList<Option> options, bool useful, string needs)
    {
        foreach (Option option in options)
        {
            parsed.Refuse(option, useful, needs);
        }
    }
}
