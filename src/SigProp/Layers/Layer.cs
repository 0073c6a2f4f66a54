using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Layers;

/// <summary>The unit that learns: an affine map, optional normalisation, activation, optional dropout. It holds parameters only;
/// what a step needs besides comes with the call, so one layer may predict on many threads at once.</summary>
internal abstract partial class Layer(ImageShape inputShape, ImageShape outputShape, ImageShape targetShape)
    : Stage(inputShape, outputShape, targetShape)
{
    /// <summary>Whether targets are compared with outputs by their spatial means, being of another size.</summary>
    public virtual bool ComparesMeans => false;

    /// <summary>How often a sample goes through the affine map: once, unless there is an input for each step of time.</summary>
    public virtual int Passes => 1;

    /// <summary>What learns.</summary>
    public abstract IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>What is kept but does not learn by gradient, such as running statistics.</summary>
    public abstract IReadOnlyList<Parameter> Buffers { get; }

    public abstract void Initialize(RandomKey key);

    /// <summary>Writes how many weights each value of an input meets.</summary>
    public abstract void CountFanOut(Span<int> fanOut);

    /// <summary>The memory that learning from a batch takes besides the signals.</summary>
    /// <param name="samples">The most rows of h.</param>
    /// <param name="targets">The most rows of t.</param>
    /// <param name="local">Whether the layer learns by <see cref="Learn"/>; otherwise it keeps what the way back needs.</param>
    public abstract MemoryNeeds Needs(int samples, int targets, bool local);

    /// <summary>The local learning of signal propagation: back through this layer's own activation and affine map, and no further. Where the input
    /// has targets, the layer learns from both streams.</summary>
    public abstract void Learn(
        ComputeContext context, in Signal input, in Signal output, in LossGradient loss, LayerMemory memory, LayerOptimizer optimizer);

    /// <summary>Last of all, once the layer has learned, or answered: what is done to the outputs that the next stage is given. Without memory:
    /// inference.</summary>
    public virtual void HandOn(ComputeContext context, in Signal output, LayerMemory? memory)
    {
    }
}
