using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Heads;

/// <summary>The class whose target is most like the last layer's output (Fig 2a, Eq 5), compared as the last layer's loss compares them: the last
/// layer's exit answers, and there is nothing to learn.</summary>
internal sealed class NearestTargetHead : Head
{
    public override bool Learns => false;

    public override bool NeedsTargets => true;

    public override IReadOnlyList<Parameter> Parameters => [];

    public override void Initialize(RandomKey key)
    {
    }

    public override void Scores(ComputeContext context, in MatrixView h, in MatrixView scores) => throw NothingOfItsOwn();

    public override LossValue Evaluate(ComputeContext context, in MatrixView h, in Lesson lesson, in MatrixView scores) => throw NothingOfItsOwn();

    public override void Update(ComputeContext context, in MatrixView h, in MatrixView gradient, LayerOptimizer optimizer)
        => throw NothingOfItsOwn();

    public override void PropagateError(ComputeContext context, in MatrixView gradient, in MatrixView inputGradient)
        => throw NothingOfItsOwn();

    private static InvalidOperationException NothingOfItsOwn() => new("A nearest-target head has nothing of its own; the last layer's exit answers.");
}
