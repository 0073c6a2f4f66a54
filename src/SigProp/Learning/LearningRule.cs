using SigProp.Continuous;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Learning;

/// <summary>One way to learn from a mini-batch.</summary>
internal abstract class LearningRule
{
    /// <summary>The losses that a step reports, in order, for example layer1, layer2, head.</summary>
    public abstract IReadOnlyList<string> LossNames { get; }

    /// <summary>Whether the class targets learn with the network, so that every layer can answer (Eq 8).</summary>
    public abstract bool TrainsTargets { get; }

    /// <summary>Memory for signals, their gradients and what layers keep between forward pass and update.</summary>
    public abstract long SignalBytes { get; }

    /// <summary>The optimizers of all that learns, in a fixed order.</summary>
    public abstract IReadOnlyList<LayerOptimizer> Optimizers { get; }

    /// <summary>What learns besides the network, in a fixed order: a rule's own auxiliary networks; empty where it has none.</summary>
    public virtual IReadOnlyList<Parameter> Auxiliaries => [];

    /// <summary>The optimizers of <see cref="Auxiliaries"/>, in a fixed order; empty where there are none.</summary>
    public virtual IReadOnlyList<LayerOptimizer> AuxiliaryOptimizers => [];

    /// <summary>Fixed weights of feedback, in a fixed order: the seed draws them, and they never learn; empty where there are none.</summary>
    public virtual IReadOnlyList<Parameter> Feedback => [];

    /// <summary>What each layer has cost, and last the head where it learns.</summary>
    public abstract IReadOnlyList<LayerCost> Costs { get; }

    /// <summary>What learns, where it is kept in 16 bits; null where the network and the optimizers hold it.</summary>
    public virtual HalfStore? Half => null;

    /// <summary>What is going wrong, a sentence each; empty where nothing is known to.</summary>
    public virtual IReadOnlyList<string> Warnings => [];

    /// <summary>How the weights of a continuous network's loop lie to each other now (Fig 4); empty for other networks.</summary>
    public virtual IReadOnlyList<WeightAngle> Angles => [];

    /// <summary>Shows what the rule remembers from step to step besides network, auxiliaries and optimizers; nothing where it remembers nothing.</summary>
    public virtual void WalkMemory(StateWalk walk)
    {
    }

    /// <summary>Steps are about to be taken, from what network, auxiliaries and optimizers hold now.</summary>
    public virtual void BeginSteps(ComputeContext context) => Half?.Begin(context);

    /// <summary>No step is under way, or the one that was has failed: network, auxiliaries and optimizers hold what was learned.</summary>
    public virtual void EndSteps(ComputeContext context) => Half?.End(context);

    /// <summary>Hands the scheduled learning rate to every layer.</summary>
    public abstract void SetLearningRate(float learningRate);

    /// <summary>Learns from one batch.</summary>
    /// <param name="batch">x and c.</param>
    /// <param name="key">The step's randomness.</param>
    /// <param name="losses">Takes a value for each of <see cref="LossNames"/>.</param>
    public abstract void Step(Batch batch, RandomKey key, Span<LossValue> losses);
}
