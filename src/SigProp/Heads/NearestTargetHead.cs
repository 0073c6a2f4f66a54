using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Heads;

/// <summary>The class whose target is most like the last layer's output (Fig 2a, Eq 5), compared as the last layer's loss compares them.
/// Has nothing to learn.</summary>
internal sealed class NearestTargetHead(LocalLossKind loss) : Head
{
    private readonly LocalLoss _comparison = LocalLoss.Create(loss, 1, 1f, targetPerSample: false);

    public override bool Learns => false;

    public override bool NeedsTargets => true;

    public override IReadOnlyList<Parameter> Parameters => [];

    public override void Initialize(RandomKey key)
    {
    }

    public override void Scores(ComputeContext context, in MatrixView h, in MatrixView targets, in MatrixView scores)
        => _comparison.Scores(context, h, targets, scores);

    public override LossValue Evaluate(ComputeContext context, in MatrixView h, ReadOnlySpan<int> labels, in MatrixView scores)
        => throw new InvalidOperationException("A nearest-target head has no loss of its own.");

    public override void Update(ComputeContext context, in MatrixView h, in MatrixView gradient, LayerOptimizer optimizer)
        => throw new InvalidOperationException("A nearest-target head has nothing to learn.");

    public override void PropagateError(ComputeContext context, in MatrixView gradient, in MatrixView inputGradient)
        => throw new InvalidOperationException("A nearest-target head gives no error to propagate; backpropagation needs a classifier head.");
}
