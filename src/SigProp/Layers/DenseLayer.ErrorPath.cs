using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Layers;

internal partial class DenseLayer
{
    /// <summary>Up to so many numbers one thread is done before another has woken.</summary>
    private const int LeastShared = 1 << 14;

    public override void GradientBeforeActivation(
        ComputeContext context, in Signal output, in Signal gradient, LayerMemory memory, LayerOptimizer optimizer)
    {
        MatrixView biasGradient = Bias is null ? default : optimizer.Gradient(1);
        if (_spec.Dropout > 0)
        {
            new Dropout(_spec.Dropout, memory.DropoutKey).Apply(gradient.H.Elements);
            _activation.MultiplyByDerivative(gradient.H.Elements, output.H.Elements, 1f - _spec.Dropout);
            if (gradient.Targets > 0)
            {
                _activation.MultiplyByDerivative(gradient.T.Elements, output.T.Elements, 1f);
            }

            if (Bias is not null)
            {
                RowOperations.ColumnSums(gradient.Both, biasGradient.Row(0));
            }
        }
        else
        {
            var job = new DifferentiateColumns(_activation, gradient.Both, output.Both, biasGradient);
            context.Run(gradient.Both.Elements.Length > LeastShared, job.Count, job);
        }

        _normalization?.Backward(gradient, memory, optimizer.Gradient(1).Row(0), optimizer.Gradient(2).Row(0));
    }

    // dW = dA_h^T h + dA_t^T t, and the optimizer's step
    public override void Update(ComputeContext context, in Signal input, in Signal gradient, LayerOptimizer optimizer)
    {
        if (input.IsJoined)
        {
            optimizer.UpdateByProduct(context, gradient.Both, input.Both);
        }
        else
        {
            MatrixView weight = optimizer.Gradient(0);
            Gemm.Multiply(context, gradient.H, true, input.H, false, weight, 0f);
            Gemm.Multiply(context, gradient.T, true, input.T, false, FirstColumns(weight, input.T.Columns), 1f);
            optimizer.Update(context);
        }
    }

    // dx = dA W
    public override void PropagateError(ComputeContext context, in MatrixView gradient, in MatrixView inputGradient)
        => Gemm.Multiply(context, gradient, false, Weight.View, false, inputGradient, 0f);
}
