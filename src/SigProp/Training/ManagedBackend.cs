using SigProp.Learning;
using SigProp.Numerics;

namespace SigProp.Training;

/// <summary>The managed engine, which trains everything there is.</summary>
internal sealed class ManagedBackend : TrainingBackend
{
    public const string Title = "managed";

    public static ManagedBackend Instance { get; } = new();

    public override string Name => Title;

    public override IEnumerable<string> Misfits(NetworkSpec spec, TrainingOptions options) => [];

    public override LearningRule CreateRule(LearningRuleKind kind, LearningSetup setup) => Trainer.CreateRule(kind, setup);

    public override IScorer CreateScorer(Network network, ComputeContext context) => new Inference(network, context);
}
