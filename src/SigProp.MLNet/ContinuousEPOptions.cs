using SigProp.Continuous;
using SigProp.Training;

namespace SigProp.MLNet;

/// <summary>The options that the trainers <c>ContinuousEP</c> have. What is not set here has the engine's default.</summary>
public abstract class ContinuousEPOptions : NetworkTrainerOptions
{
    private static readonly ContinuousSpec s_continuous = new();

    private protected ContinuousEPOptions()
    {
    }

    /// <summary>How the output reaches the layers before it; default a loop that learns.</summary>
    public ContinuousFeedback Feedback { get; set; } = s_continuous.Feedback;

    /// <summary>How far a step goes towards the drive, in (0, 1]; default 0.5.</summary>
    public float StepSize { get; set; } = s_continuous.StepSize;

    /// <summary>Steps of the free phase, at least 1; null (default) for 20, and for 60 with symmetric feedback to two or more hidden layers. An upper
    /// limit where <see cref="Tolerance"/> is above 0.</summary>
    public int? FreeSteps { get; set; } = s_continuous.FreeSteps;

    /// <summary>Steps of the nudged phase, at least 1 more than hidden layers; null (default) for 4 and 2 more a hidden layer, which the nudge must pass. An upper limit
    /// where <see cref="Tolerance"/> is above 0.</summary>
    public int? NudgedSteps { get; set; } = s_continuous.NudgedSteps;

    /// <summary>Strength of the nudge, above or below 0, whose sign <see cref="BetaSign"/> may change; default 1.</summary>
    public float Beta { get; set; } = s_continuous.Beta;

    /// <summary>The nudge's sign from batch to batch; default random.</summary>
    public BetaSign BetaSign { get; set; } = s_continuous.BetaSign;

    /// <summary>Learning rates of the hidden layers in order, and last of the output, each above 0 and finite; null (default) for 0.2, halved from
    /// hidden layer to hidden layer down to 0.05, and 0.05 for the output.</summary>
    public IReadOnlyList<float>? LearningRates { get; set; } = s_continuous.LearningRates;

    /// <summary>Learning rate of the loop, above 0 and finite; default 0.05.</summary>
    public float LoopLearningRate { get; set; } = s_continuous.LoopLearningRate;

    /// <summary>A sample's phase ends when its states change by less than this in the mean of a step, at least 0; 0 (default) for fixed numbers
    /// of steps.</summary>
    public float Tolerance { get; set; } = s_continuous.Tolerance;

    /// <summary>Whether a sample's free phase begins, from the second epoch on, where it ended an epoch before; default false.</summary>
    public bool PersistentStates { get; set; } = s_continuous.PersistentStates;

    /// <summary>What the loop carries in the nudged phase; default the output.</summary>
    public LoopSignal LoopSignal { get; set; } = s_continuous.LoopSignal;

    /// <summary>How much the rows of each class weigh, besides their own weights; default as much as any other.</summary>
    public ClassWeighting ClassWeights { get; set; } = ClassWeighting.None;

    internal override string TrainerName => "ContinuousEP";

    internal override NetworkSpec ToNetwork() => new()
    {
        Inputs = 1,
        Classes = 2,
        Layers = [.. (HiddenLayers ?? []).Select(units => new DenseSpec(units))],
        Continuous = new ContinuousSpec
        {
            Feedback = Feedback,
            StepSize = StepSize,
            FreeSteps = FreeSteps,
            NudgedSteps = NudgedSteps,
            Beta = Beta,
            BetaSign = BetaSign,
            LearningRates = LearningRates,
            LoopLearningRate = LoopLearningRate,
            Tolerance = Tolerance,
            PersistentStates = PersistentStates,
            LoopSignal = LoopSignal,
        },
    };

    internal override TrainingOptions ToTraining() => base.ToTraining() with { ClassWeights = ClassWeights };
}
