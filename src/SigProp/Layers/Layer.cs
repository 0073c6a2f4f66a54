using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Layers;

/// <summary>The unit that learns: an affine map, optional normalisation, activation, optional dropout. It holds parameters only;
/// what a step needs besides comes with the call, so one layer may predict on many threads at once.</summary>
internal abstract partial class Layer
{
    public abstract int InputWidth { get; }

    public abstract int OutputWidth { get; }

    public abstract bool HasNormalization { get; }

    /// <summary>What learns.</summary>
    public abstract IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>What is kept but does not learn by gradient, such as running statistics.</summary>
    public abstract IReadOnlyList<Parameter> Buffers { get; }

    public abstract void Initialize(RandomKey key);

    /// <summary>[h, t] -> [h', t'] with the same weights for both streams (Eq 2-3). Input may lack the targets (in layer 1, where the
    /// generator makes t'); then the target rows of the output are left alone. Without memory: inference.</summary>
    public abstract void Forward(ComputeContext context, in Signal input, in Signal output, LayerMemory? memory);

    /// <summary>Turns <paramref name="gradient"/> in place from dL/d(output) into dL/d(affine output), through dropout, activation
    /// and normalisation, and gives the optimizer the gradients of the normalisation's own parameters.</summary>
    public abstract void GradientBeforeActivation(
        ComputeContext context, in Signal output, in Signal gradient, LayerMemory memory, LayerOptimizer optimizer);

    /// <summary>Learns from dL/d(affine output): dW = dA_h^T h + dA_t^T t, then the optimizer's step.</summary>
    public abstract void Update(ComputeContext context, in Signal input, in Signal gradient, LayerOptimizer optimizer);

    /// <summary>The local learning of signal propagation: back through this layer's own activation and affine map, and no further.</summary>
    public void Learn(
        ComputeContext context, in Signal input, in Signal output, in Signal gradient, LayerMemory memory, LayerOptimizer optimizer)
    {
        GradientBeforeActivation(context, output, gradient, memory, optimizer);
        Update(context, input, gradient, optimizer);
    }
}
