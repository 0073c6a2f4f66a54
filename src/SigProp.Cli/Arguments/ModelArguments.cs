using System.CommandLine;
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
        ModelKind.Continuous => spec with { Continuous = _continuous.Read(parsed) },
        _ => spec,
    };

    // Until the data says how many features there are, as many as there are steps can be one.
    private static NetworkSpec Spiking(NetworkSpec spec, SpikingSpec spiking)
        => spec with { Spiking = spiking, Inputs = spiking.Input == SpikingInput.TimeSeries ? Math.Max(1, spiking.Steps) : spec.Inputs };

    /// <summary>Refuses the options of kinds that are not trained.</summary>
    /// <exception cref="InputException">One was given.</exception>
    public void Check(ParseResult parsed, IReadOnlyCollection<ModelKind> kinds)
    {
        foreach (Option option in kinds.Contains(ModelKind.Spiking) ? [] : _spiking.Options)
        {
            parsed.Refuse(option, useful: false, "--model spiking");
        }

        foreach (Option option in kinds.Contains(ModelKind.Continuous) ? [] : _continuous.Options)
        {
            parsed.Refuse(option, useful: false, "--model continuous");
        }
    }
}
