using SigProp.Spiking;
using SigProp.Training;

namespace SigProp.MLNet;

/// <summary>The options that the trainers <c>SpikingSigProp</c> have. What is not set here has the engine's default.</summary>
public abstract class SpikingSigPropOptions : LayeredTrainerOptions
{
    private static readonly NetworkSpec s_network = new() { Inputs = 1, Classes = 2, Layers = [] };
    private static readonly SpikingSpec s_spiking = new();

    private protected SpikingSigPropOptions()
        : base(s_network)
    {
    }

    /// <summary>Steps that each row is shown for, at least 1; default 4.</summary>
    public int Steps { get; set; } = s_spiking.Steps;

    /// <summary>How neurons charge; default <see cref="NeuronKind.IntegrateAndFire"/>.</summary>
    public NeuronKind Neuron { get; set; } = s_spiking.Neuron;

    /// <summary>The time constant of <see cref="NeuronKind.LeakyIntegrateAndFire"/>, in steps, above 1; default 2.</summary>
    public float TimeConstant { get; set; } = s_spiking.TimeConstant;

    /// <summary>What a spike leaves of the voltage; default <see cref="NeuronReset.Hard"/>.</summary>
    public NeuronReset Reset { get; set; } = s_spiking.Reset;

    /// <summary>The voltage at which a neuron fires, above 0; default 0.5.</summary>
    public float Threshold { get; set; } = s_spiking.Threshold;

    /// <summary>What the layers' losses compare; default <see cref="SpikingLearningSignal.Surrogate"/>.</summary>
    public SpikingLearningSignal LearningSignal { get; set; } = s_spiking.LearningSignal;

    /// <summary>The surrogate of <see cref="SpikingLearningSignal.Surrogate"/>; default <see cref="SurrogateKind.ArcTangent"/>.</summary>
    public SurrogateKind Surrogate { get; set; } = s_spiking.Surrogate;

    /// <summary>The surrogate's derivative at the threshold, above 0; default 1.</summary>
    public float SurrogateSlope { get; set; } = s_spiking.SurrogateSlope;

    /// <summary>How features reach the first layer in time; default <see cref="SpikingInput.ConstantCurrent"/>. For
    /// <see cref="SpikingInput.PoissonRate"/> and <see cref="SpikingInput.Latency"/> the model scales each feature to [0, 1], where
    /// <see cref="NetworkTrainerOptions.Standardize"/> is left at true; with <see cref="SpikingInput.TimeSeries"/> the feature vector is
    /// [<see cref="Steps"/>, features of a step], one step after the other.</summary>
    public SpikingInput Input { get; set; } = s_spiking.Input;

    /// <summary>How much the rows of each class weigh, besides their own weights; default as much as any other.</summary>
    public ClassWeighting ClassWeights { get; set; } = ClassWeighting.None;

    internal override string TrainerName => "SpikingSigProp";

    internal override bool NeedsUnitRange => Input is SpikingInput.PoissonRate or SpikingInput.Latency;

    internal override NetworkSpec ToNetwork() => Timed(base.ToNetwork()) with
    {
        Spiking = new SpikingSpec
        {
            Steps = Steps,
            Neuron = Neuron,
            TimeConstant = TimeConstant,
            Reset = Reset,
            Threshold = Threshold,
            LearningSignal = LearningSignal,
            Surrogate = Surrogate,
            SurrogateSlope = SurrogateSlope,
            Input = Input,
        },
    };

    // Until the data says how many features there are, as many as there are steps can be one.
    private NetworkSpec Timed(NetworkSpec network)
        => Input == SpikingInput.TimeSeries && Image is null ? network with { Inputs = Math.Max(1, Steps) } : network;

    internal override TrainingOptions ToTraining() => base.ToTraining() with { ClassWeights = ClassWeights };
}
