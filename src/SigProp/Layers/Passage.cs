using SigProp.Numerics;

namespace SigProp.Layers;

/// <summary>What sits between layers and learns nothing.</summary>
internal abstract class Passage(ImageShape inputShape, ImageShape outputShape, ImageShape targetShape)
    : Stage(inputShape, outputShape, targetShape)
{
    /// <summary>From dL/d(output) to dL/d(input), which it overwrites; for backpropagation alone.</summary>
    public abstract void PropagateError(
        ComputeContext context, in MatrixView input, in MatrixView output, in MatrixView gradient, in MatrixView inputGradient);
}
