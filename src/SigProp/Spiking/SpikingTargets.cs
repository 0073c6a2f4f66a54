using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.Targets;

namespace SigProp.Spiking;

/// <summary>Another generator's targets, without activation, as currents into the first layer's neurons, the same at every step: S1 c + d1 charges
/// them as the input does.</summary>
/// <param name="inner">Makes the currents.</param>
/// <param name="neuron">The neuron.</param>
/// <param name="steps">T.</param>
internal sealed class SpikingTargets(TargetGenerator inner, Neuron neuron, int steps) : TargetGenerator
{
    public override bool Learns => inner.Learns;

    public override IReadOnlyList<Parameter> Parameters => inner.Parameters;

    /// <summary>Weights as the layer's (<see cref="SpikingLayer.Initialize"/>).</summary>
    public override void Initialize(RandomKey key)
    {
        inner.Initialize(key);
        SpikingLayer.Enlarge(inner.Parameters[0]);
    }

    public override void Forward(ComputeContext context, in MatrixView signal, in MatrixView h, in MatrixView targets)
    {
        inner.Forward(context, signal, default, Steps.Compact(targets, steps));
        ChargeNeurons.Run(context, neuron, targets, steps, isConstant: true);
    }

    // The loss gives dL/da of every step; the current's is their sum.
    public override void Learn(
        ComputeContext context, in MatrixView signal, in MatrixView h, in MatrixView targets, in MatrixView gradient, LayerOptimizer optimizer)
        => inner.Learn(context, signal, default, Steps.Compact(targets, steps), SumSteps.Run(context, gradient, steps), optimizer);
}
