using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Targets;

/// <summary>Weight sharing (section III-A): the target has the input's shape and goes through the first layer as an input does,
/// t1 = f(W1 y* + b1). There is nothing else to learn.</summary>
internal sealed class SharedTargets : TargetGenerator
{
    public override bool Learns => false;

    public override bool SharesFirstLayer => true;

    public override IReadOnlyList<Parameter> Parameters => [];

    public override void Initialize(RandomKey key)
    {
    }

    /// <summary>The first layer has written them.</summary>
    public override void Forward(ComputeContext context, in MatrixView signal, in MatrixView h, in MatrixView targets)
    {
    }

    public override void Learn(
        ComputeContext context, in MatrixView signal, in MatrixView h, in MatrixView targets, in MatrixView gradient, LayerOptimizer optimizer)
        => throw new InvalidOperationException("Shared targets have no weights of their own.");
}
