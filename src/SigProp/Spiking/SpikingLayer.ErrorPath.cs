using SigProp.Layers;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Spiking;

/// <content>Backpropagation through time with the surrogate, for comparison: signal propagation neither differentiates the spike nor goes back in
/// time.</content>
internal sealed partial class SpikingLayer
{
    public override void GradientBeforeActivation(
        ComputeContext context, in Signal output, in Signal gradient, LayerMemory memory, LayerOptimizer optimizer)
    {
        Drop(gradient.H, memory);
        var voltages = new MatrixView(memory.Voltages, gradient.H.Rows, gradient.H.Columns);
        BackThroughTime.Run(context, _neuron, _reading, voltages, gradient.H, _spec.Steps);
        if (_isConstant)
        {
            SumSteps.Run(context, gradient.H, _spec.Steps);
        }

        _inner.GradientBeforeActivation(context, Currents(output), Currents(gradient), memory, optimizer);
    }

    public override void PropagateError(ComputeContext context, in MatrixView gradient, in MatrixView inputGradient)
        => _inner.PropagateError(context, Steps.Rows(gradient, _spec.Steps), Steps.Rows(inputGradient, _spec.Steps));

    public override void Update(ComputeContext context, in Signal input, in Signal gradient, LayerOptimizer optimizer)
        => _inner.Update(context, _isConstant ? input : Steps.Rows(input, _spec.Steps), Currents(gradient), optimizer);

    /// <summary>A row a current.</summary>
    private Signal Currents(in Signal signal)
        => new(_isConstant ? Steps.Compact(signal.H, _spec.Steps) : Steps.Rows(signal.H, _spec.Steps), default);
}
