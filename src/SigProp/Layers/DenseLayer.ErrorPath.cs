using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Layers;

internal partial class DenseLayer
{
    public override void GradientBeforeActivation(
        ComputeContext context, in Signal output, in Signal gradient, LayerMemory memory, LayerOptimizer optimizer)
    {
        if (_spec.Dropout > 0)
        {
            new Dropout(_spec.Dropout, memory.DropoutKey).Apply(gradient.H.Elements);
            _activation.MultiplyByDerivative(gradient.H.Elements, output.H.Elements, 1f - _spec.Dropout);
            if (gradient.Targets > 0)
            {
                _activation.MultiplyByDerivative(gradient.T.Elements, output.T.Elements, 1f);
            }
        }
        else
        {
            _activation.MultiplyByDerivative(gradient.Both.Elements, output.Both.Elements, 1f);
        }

        _normalization?.Backward(gradient, memory, optimizer.Gradient(1).Row(0), optimizer.Gradient(2).Row(0));
    }

    // dW = dA_h^T h + dA_t^T t, db = the sum of dA over its rows; then the optimizer's step
    public override void Update(ComputeContext context, in Signal input, in Signal gradient, LayerOptimizer optimizer)
    {
        MatrixView delta = gradient.Both.Slice(0, input.Samples + input.Targets);
        if (Bias is not null)
        {
            RowOperations.ColumnSums(delta, optimizer.Gradient(1).Row(0));
        }

        MatrixView weight = optimizer.Gradient(0);
        if (input.IsJoined)
        {
            Gemm.Multiply(context, delta, true, input.Both, false, weight, 0f);
        }
        else
        {
            Gemm.Multiply(context, gradient.H, true, input.H, false, weight, 0f);
            Gemm.Multiply(context, gradient.T, true, input.T, false, FirstColumns(weight, input.T.Columns), 1f);
        }

        optimizer.Update(context);
    }

    // dx = dA W
    public override void PropagateError(ComputeContext context, in MatrixView gradient, in MatrixView inputGradient)
        => Gemm.Multiply(context, gradient, false, Weight.View, false, inputGradient, 0f);
}
