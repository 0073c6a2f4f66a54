using SigProp.Learning;
using SigProp.Numerics;

namespace SigProp.Training;

/// <summary>What takes the steps of a training run and measures between them. Everything else of a run is the same for all: options, epochs, early stopping,
/// checkpoints, progress and the report.</summary>
internal abstract class TrainingBackend
{
    /// <summary>What the report says steps were taken on.</summary>
    public abstract string Name { get; }

    /// <summary>What decides how numbers are rounded here, in a word or two: a checkpoint goes on only where it was written with the same.</summary>
    public virtual string RoundingOf(TrainingOptions options) => Name;

    /// <summary>Why a sound network with sound options cannot be trained here, a sentence each; empty where it can.</summary>
    public abstract IEnumerable<string> Misfits(NetworkSpec spec, TrainingOptions options);

    /// <summary>What takes the steps; disposed of at the run's end where it can be.</summary>
    public abstract LearningRule CreateRule(LearningRuleKind kind, LearningSetup setup);

    /// <summary>What measures; disposed of at the run's end where it can be.</summary>
    public abstract IScorer CreateScorer(Network network, ComputeContext context);
}
