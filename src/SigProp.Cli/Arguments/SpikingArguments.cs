using System.CommandLine;
using SigProp.Spiking;

namespace SigProp.Cli.Arguments;

/// <summary>The options of networks of spiking neurons; defaults are the engine's.</summary>
internal sealed class SpikingArguments
{
    private static readonly SpikingSpec s_defaults = new();

    private readonly Option<int> _steps = OptionFactory.Whole("--steps", "N", "Steps that each row is shown for.", s_defaults.Steps);

    private readonly Choice<NeuronKind> _neuron = new(
        "--neuron", "How neurons charge: integrate and fire, or leaky.", s_defaults.Neuron, Words.Neurons);

    private readonly Option<float> _timeConstant = OptionFactory.Number(
        "--tau", "X", "The time constant of leaky neurons, in steps.", s_defaults.TimeConstant);

    private readonly Choice<NeuronReset> _reset = new("--reset", "What a spike leaves of the voltage.", s_defaults.Reset, Words.Resets);

    private readonly Option<float?> _threshold = OptionFactory.OptionalNumber(
        "--threshold", "X", $"The voltage at which neurons fire [default: {Output.Format.Number(s_defaults.Threshold)}; 1 with the rules backprop and shallow]");

    private readonly Choice<SpikingLearningSignal> _signal = new(
        "--signal", "What the layers' losses compare: a smooth stand-in for the spike, or the voltage.", s_defaults.LearningSignal, Words.SpikingSignals);

    private readonly Choice<SurrogateKind> _surrogate = new(
        "--surrogate", "The stand-in for the spike.", s_defaults.Surrogate, Words.Surrogates);

    private readonly Option<float> _slope = OptionFactory.Number(
        "--surrogate-slope", "X", "The stand-in's derivative at the threshold.", s_defaults.SurrogateSlope);

    private readonly Choice<SpikingInput> _input = new(
        "--input", "How features reach the neurons in time: a constant current, spikes at a rate, one spike that comes the earlier the larger the feature, "
        + "or a time series, whose columns are the features of step 1, then those of step 2 and so on.", s_defaults.Input, Words.SpikingInputs);

    public IReadOnlyList<Option> Options =>
    [
        _steps, _neuron.Option, _timeConstant, _reset.Option, _threshold, _signal.Option, _surrogate.Option, _slope, _input.Option,
    ];

    /// <summary>Refuses what does nothing where the output alone learns.</summary>
    /// <exception cref="InputException">It was given.</exception>
    public void CheckShallow(ParseResult parsed)
    {
        foreach (Option option in new Option[] { _signal.Option, _surrogate.Option, _slope })
        {
            parsed.Refuse(option, false, "--rule sigprop or backprop");
        }
    }

    /// <summary>What was asked for.</summary>
    /// <param name="parsed">What was given.</param>
    /// <param name="rule">How the network learns: the paper trains other rules than signal propagation with neurons that fire later.</param>
    /// <exception cref="InputException">Something was given and does nothing.</exception>
    public SpikingSpec Read(ParseResult parsed, LearningRuleKind rule)
    {
        NeuronKind neuron = _neuron.Of(parsed);
        SpikingLearningSignal signal = _signal.Of(parsed);
        parsed.Refuse(_timeConstant, neuron == NeuronKind.LeakyIntegrateAndFire, "--neuron leaky");
        parsed.Refuse(_surrogate.Option, signal == SpikingLearningSignal.Surrogate, "--signal surrogate");
        parsed.Refuse(_slope, signal == SpikingLearningSignal.Surrogate, "--signal surrogate");
        return new SpikingSpec
        {
            Steps = parsed.GetValue(_steps),
            Neuron = neuron,
            TimeConstant = parsed.GetValue(_timeConstant),
            Reset = _reset.Of(parsed),
            Threshold = parsed.GetValue(_threshold) ?? (rule == LearningRuleKind.SignalPropagation ? s_defaults.Threshold : 1f),
            LearningSignal = signal,
            Surrogate = _surrogate.Of(parsed),
            SurrogateSlope = parsed.GetValue(_slope),
            Input = _input.Of(parsed),
        };
    }
}
