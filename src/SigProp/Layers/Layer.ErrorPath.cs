using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Layers;

/// <summary>The error path that backpropagation needs. Signal propagation never calls it.</summary>
internal abstract partial class Layer
{
    /// <summary>Turns <paramref name="gradient"/> in place from dL/d(output) into dL/d(affine output), through dropout, activation
    /// and normalisation, and gives the optimizer the gradients of all parameters but the weights.</summary>
    public abstract void GradientBeforeActivation(
        ComputeContext context, in Signal output, in Signal gradient, LayerMemory memory, LayerOptimizer optimizer);

    /// <summary>From dL/d(affine output) to dL/d(input), which it overwrites.</summary>
    public abstract void PropagateError(ComputeContext context, in MatrixView gradient, in MatrixView inputGradient);

    /// <summary>Learns from dL/d(affine output), the other gradients being computed: dW = dA_h^T h + dA_t^T t, then the optimizer's step.</summary>
    public abstract void Update(ComputeContext context, in Signal input, in Signal gradient, LayerOptimizer optimizer);
}
