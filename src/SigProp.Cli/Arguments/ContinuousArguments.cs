using System.CommandLine;
using System.Globalization;
using SigProp.Continuous;

namespace SigProp.Cli.Arguments;

/// <summary>The options of networks of coupled states; defaults are the engine's.</summary>
internal sealed class ContinuousArguments
{
    private static readonly ContinuousSpec s_defaults = new();

    private readonly Choice<ContinuousFeedback> _feedback = new(
        "--feedback", "How the output reaches the layers before it: by one loop, or by the transposed weights of each (classic equilibrium propagation).",
        s_defaults.Feedback, Words.Feedbacks);

    private readonly Option<float> _stepSize = OptionFactory.Number(
        "--step-size", "X", "How far a step goes towards what drives the states.", s_defaults.StepSize);

    private readonly Option<int?> _freeSteps = OptionFactory.OptionalWhole(
        "--free-steps", "N", "Steps of the free phase [default: 20; 60 with --feedback symmetric and several hidden layers]");

    private readonly Option<int?> _nudgedSteps = OptionFactory.OptionalWhole(
        "--nudged-steps", "N", "Steps of the nudged phase [default: 4, and 2 more a hidden layer]");

    private readonly Option<float> _beta = OptionFactory.Number("--beta", "X", "Strength of the nudge.", s_defaults.Beta);

    private readonly Choice<BetaSign> _betaSign = new(
        "--beta-sign", "Whether the nudge pulls towards the target, or away from it, from batch to batch.", s_defaults.BetaSign, Words.BetaSigns);

    private readonly Option<string?> _rates = OptionFactory.Text(
        "--rates", "X,X,...", "Learning rates of the hidden layers in order, and of the output [default: 0.2, halved from layer to layer, and 0.05]");

    private readonly Option<float> _loopRate = OptionFactory.Number("--loop-rate", "X", "Learning rate of the loop.", s_defaults.LoopLearningRate);

    private readonly Option<float> _tolerance = OptionFactory.Number(
        "--tolerance", "X", "A phase ends once the states change by less in a step; 0 for fixed numbers of steps.", s_defaults.Tolerance);

    private readonly Option<bool> _persistent = new("--persistent-states")
    {
        Description = "A row's free phase begins where it ended an epoch before.",
    };

    private readonly Choice<LoopSignal> _loopSignal = new(
        "--loop-signal", "What the loop carries in the nudged phase.", s_defaults.LoopSignal, Words.LoopSignals);

    public IReadOnlyList<Option> Options =>
    [
        _feedback.Option, _stepSize, _freeSteps, _nudgedSteps, _beta, _betaSign.Option, _rates, _loopRate, _tolerance, _persistent, _loopSignal.Option,
    ];

    /// <summary>What was asked for.</summary>
    /// <exception cref="InputException">Something was given and does nothing, or cannot be read.</exception>
    public ContinuousSpec Read(ParseResult parsed)
    {
        ContinuousFeedback feedback = _feedback.Of(parsed);
        parsed.Refuse(_loopRate, feedback == ContinuousFeedback.LearnedLoop, "--feedback loop");
        parsed.Refuse(_loopSignal.Option, feedback != ContinuousFeedback.Symmetric, "--feedback loop and fixed-loop");
        return new ContinuousSpec
        {
            Feedback = feedback,
            StepSize = parsed.GetValue(_stepSize),
            FreeSteps = parsed.GetValue(_freeSteps),
            NudgedSteps = parsed.GetValue(_nudgedSteps),
            Beta = parsed.GetValue(_beta),
            BetaSign = _betaSign.Of(parsed),
            LearningRates = parsed.GetValue(_rates) is string rates ? Rates(rates) : null,
            LoopLearningRate = parsed.GetValue(_loopRate),
            Tolerance = parsed.GetValue(_tolerance),
            PersistentStates = parsed.GetValue(_persistent),
            LoopSignal = _loopSignal.Of(parsed),
        };
    }

    private static float[] Rates(string text) => [.. text.Split(',').Select(part =>
        float.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out float rate)
            ? rate
            : throw new InputException($"--rates takes numbers with commas between, such as 0.2,0.05, not '{text}'."))];
}
