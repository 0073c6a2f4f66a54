using SigProp.Continuous;
using SigProp.Optimizers;
using SigProp.Spiking;
using SigProp.Training;

namespace SigProp.Cli.Arguments;

/// <summary>The words of the command line, and what they stand for.</summary>
internal static class Words
{
    private const float Momentum = 0.9f;

    public static readonly (string Word, LearningRuleKind Value)[] Rules =
    [
        ("sigprop", LearningRuleKind.SignalPropagation), ("backprop", LearningRuleKind.Backpropagation), ("shallow", LearningRuleKind.Shallow),
        ("fa", LearningRuleKind.FeedbackAlignment), ("dfa", LearningRuleKind.DirectFeedbackAlignment), ("ll-bp", LearningRuleKind.LocalLearning),
        ("ll-fa", LearningRuleKind.LocalLearningFeedbackAlignment), ("dtp", LearningRuleKind.DifferenceTargetPropagation),
        ("efp", LearningRuleKind.ErrorForwardPropagation), ("sg", LearningRuleKind.SyntheticGradients),
        ("sp", LearningRuleKind.SignalPropagation), ("bp", LearningRuleKind.Backpropagation),
    ];

    public static readonly (string Word, LearningRateSchedule Value)[] Schedules =
    [
        ("constant", LearningRateSchedule.Constant), ("step", LearningRateSchedule.Step), ("cosine", LearningRateSchedule.Cosine),
    ];

    public static readonly (string Word, Activation Value)[] Activations =
    [
        ("leaky-relu", Activation.LeakyReLU), ("relu", Activation.ReLU), ("tanh", Activation.Tanh), ("identity", Activation.Identity),
    ];

    public static readonly (string Word, LocalLossKind Value)[] Losses =
    [
        ("dot", LocalLossKind.Dot), ("distance", LocalLossKind.SquaredDistance), ("pairs-label", LocalLossKind.PairsByLabel),
        ("pairs-max-all", LocalLossKind.PairsMaxAll), ("pairs-max-one", LocalLossKind.PairsMaxOne), ("pairs-top-k", LocalLossKind.PairsTopK),
        ("expectation", LocalLossKind.Expectation),
    ];

    public static readonly (string Word, TargetGeneratorKind Value)[] Generators =
    [
        ("target-only", TargetGeneratorKind.TargetOnly), ("target-input", TargetGeneratorKind.TargetInput), ("loop", TargetGeneratorKind.TargetLoop),
        ("corrected-loop", TargetGeneratorKind.CorrectedTargetLoop), ("shared", TargetGeneratorKind.Shared),
    ];

    public static readonly (string Word, NetworkPreset Value)[] Presets =
    [
        ("fc-2x800", NetworkPreset.FullyConnected2x800), ("fc-3x800", NetworkPreset.FullyConnected3x800),
        ("fc-4x800", NetworkPreset.FullyConnected4x800), ("fc-2x800-dropout", NetworkPreset.FullyConnected2x800Dropout),
        ("fc-3x1000-dropout", NetworkPreset.FullyConnected3x1000Dropout), ("conv", NetworkPreset.Convolutional), ("vgg8b", NetworkPreset.Vgg8b),
        ("vgg8b-2x", NetworkPreset.Vgg8bDouble), ("spiking-conv", NetworkPreset.SpikingConvolutional),
    ];

    public static readonly (string Word, OutputLossKind Value)[] OutputLosses =
        [("squared", OutputLossKind.Squared), ("huber", OutputLossKind.Huber)];

    public static readonly (string Word, ClassWeighting Value)[] ClassWeights =
        [("none", ClassWeighting.None), ("balanced", ClassWeighting.Balanced)];

    public static readonly (string Word, PipelineMode Value)[] Pipelines =
        [("auto", PipelineMode.Auto), ("on", PipelineMode.On), ("off", PipelineMode.Off)];

    public static readonly (string Word, TrainingPrecision Value)[] Precisions =
        [("single", TrainingPrecision.Single), ("half", TrainingPrecision.Half)];
    public static readonly (string Word, ModelKind Value)[] Models =
        [("sigprop", ModelKind.Layers), ("spiking", ModelKind.Spiking), ("continuous", ModelKind.Continuous)];

    public static readonly (string Word, NeuronKind Value)[] Neurons =
        [("if", NeuronKind.IntegrateAndFire), ("leaky", NeuronKind.LeakyIntegrateAndFire)];

    public static readonly (string Word, NeuronReset Value)[] Resets = [("hard", NeuronReset.Hard), ("soft", NeuronReset.Soft)];

    public static readonly (string Word, SpikingLearningSignal Value)[] SpikingSignals =
        [("surrogate", SpikingLearningSignal.Surrogate), ("voltage", SpikingLearningSignal.Voltage)];

    public static readonly (string Word, SurrogateKind Value)[] Surrogates =
    [
        ("arctangent", SurrogateKind.ArcTangent), ("sigmoid", SurrogateKind.Sigmoid), ("fast-sigmoid", SurrogateKind.FastSigmoid),
        ("triangle", SurrogateKind.Triangle),
    ];

    public static readonly (string Word, SpikingInput Value)[] SpikingInputs =
    [
        ("current", SpikingInput.ConstantCurrent), ("rate", SpikingInput.PoissonRate), ("latency", SpikingInput.Latency),
        ("series", SpikingInput.TimeSeries),
    ];

    public static readonly (string Word, ContinuousFeedback Value)[] Feedbacks =
        [("loop", ContinuousFeedback.LearnedLoop), ("fixed-loop", ContinuousFeedback.FixedLoop), ("symmetric", ContinuousFeedback.Symmetric)];

    public static readonly (string Word, BetaSign Value)[] BetaSigns =
    [
        ("random", BetaSign.Random), ("positive", BetaSign.Positive), ("negative", BetaSign.Negative), ("alternating", BetaSign.Alternating),
    ];

    public static readonly (string Word, LoopSignal Value)[] LoopSignals =
        [("output", LoopSignal.Output), ("target", LoopSignal.OutputAndTarget), ("corrected", LoopSignal.CorrectedOutput)];

    public static readonly (string Word, bool Value)[] Targets = [("learned", true), ("fixed", false)];

    public static readonly (string Word, HeadKind Value)[] Heads =
    [
        ("classifier", HeadKind.Classifier), ("nearest-target", HeadKind.NearestTarget), ("nearest", HeadKind.NearestTarget),
        ("vote", HeadKind.Vote), ("linear", HeadKind.Linear),
    ];

    // With momentum, steps add up to 1 / (1 - momentum) times their size: the learning rate makes good for that.
    public static readonly (string Word, OptimizerSpec Value)[] Optimizers =
    [
        ("adam", new AdamSpec()), ("adamw", new AdamWSpec()), ("sgd", new SgdSpec()),
        ("momentum", WithMomentum(nesterov: false)), ("nesterov", WithMomentum(nesterov: true)),
    ];

    /// <summary>The word for a value.</summary>
    public static string Of<T>((string Word, T Value)[] words, T value) => words.First(w => Equals(w.Value, value)).Word;

    /// <summary>The word for an optimizer, whatever its settings.</summary>
    public static string Of(OptimizerSpec optimizer) => optimizer switch
    {
        AdamSpec => "adam",
        AdamWSpec => "adamw",
        SgdSpec { Nesterov: true } => "nesterov",
        SgdSpec { Momentum: > 0 } => "momentum",
        SgdSpec => "sgd",
        _ => optimizer.GetType().Name,
    };

    private static SgdSpec WithMomentum(bool nesterov)
    {
        var plain = new SgdSpec();
        return plain with { Momentum = Momentum, Nesterov = nesterov, LearningRate = MathF.Round(plain.LearningRate * (1 - Momentum), 6) };
    }
}
