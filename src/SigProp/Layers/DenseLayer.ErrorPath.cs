using SigProp.Numerics;

namespace SigProp.Layers;

internal partial class DenseLayer
{
    // dx = dA W
    public override void PropagateError(ComputeContext context, in MatrixView gradient, in MatrixView inputGradient)
        => Gemm.Multiply(context, gradient, false, Weight.View, false, inputGradient, 0f);
}
