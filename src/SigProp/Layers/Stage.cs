using SigProp.Numerics;

namespace SigProp.Layers;

/// <summary>One step of the way forward: a layer, which learns, or a passage between layers, which does not.</summary>
internal abstract class Stage
{
    protected Stage(ImageShape inputShape, ImageShape outputShape, ImageShape targetShape)
    {
        InputShape = inputShape;
        OutputShape = outputShape;
        TargetShape = targetShape;
    }

    /// <summary>The shape of an input.</summary>
    public ImageShape InputShape { get; }

    /// <summary>The shape of an output.</summary>
    public ImageShape OutputShape { get; }

    /// <summary>The shape of a target on the way out: that of an output, unless targets are sparse.</summary>
    public ImageShape TargetShape { get; }

    public int InputWidth => InputShape.Size;

    public int OutputWidth => OutputShape.Size;

    public int TargetWidth => TargetShape.Size;

    /// <summary>[h, t] -> [h', t'] with the same weights for both streams (Eq 2-3). Input may lack the targets (in layer 1, where the
    /// generator makes t'); then the target rows of the output are left alone. Without memory: inference.</summary>
    public abstract void Forward(ComputeContext context, in Signal input, in Signal output, LayerMemory? memory);
}
