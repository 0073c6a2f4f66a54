using SigProp.Numerics;

namespace SigProp.Layers;

internal abstract partial class Layer
{
    /// <summary>The error path that backpropagation needs: from dL/d(affine output) to dL/d(input). Signal propagation never calls it.</summary>
    public abstract void PropagateError(ComputeContext context, in MatrixView gradient, in MatrixView inputGradient);
}
