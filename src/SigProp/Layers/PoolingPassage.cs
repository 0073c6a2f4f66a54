using SigProp.Numerics;

namespace SigProp.Layers;

/// <summary>Pools outputs, and targets of the same shape alike; sparse targets pass unchanged.</summary>
/// <param name="spec">Kind and window.</param>
/// <param name="inputShape">The shape of an input.</param>
/// <param name="patch">The shape of a sparse target; null where targets are of the input's shape.</param>
internal sealed class PoolingPassage(PoolingSpec spec, ImageShape inputShape, ImageShape? patch)
    : Passage(inputShape, spec.OutputShape(inputShape), patch ?? spec.OutputShape(inputShape))
{
    private readonly PoolingShape _shape =
        PoolingShape.Square(inputShape.Channels, inputShape.Height, inputShape.Width, spec.Window, spec.Step);

    /// <summary>Kind and window.</summary>
    public PoolingSpec Spec => spec;

    /// <summary>The shape of a sparse target, which passes unchanged; null where targets are of the input's shape.</summary>
    public ImageShape? Patch => patch;

    // y = max or mean of x over each window
    public override void Forward(ComputeContext context, in Signal input, in Signal output, LayerMemory? memory)
    {
        Pool(context, input.H, output.H);
        if (input.Targets == 0)
        {
            return;
        }

        if (patch is null)
        {
            Pool(context, input.T, output.T);
        }
        else
        {
            input.T.Elements.CopyTo(output.T.Elements);
        }
    }

    public override void PropagateError(
        ComputeContext context, in MatrixView input, in MatrixView output, in MatrixView gradient, in MatrixView inputGradient)
    {
        if (spec.Operation == PoolingKind.Max)
        {
            Pooling.Backward<MaxPooling>(context, _shape, input, output, gradient, inputGradient);
        }
        else
        {
            Pooling.Backward<AveragePooling>(context, _shape, input, output, gradient, inputGradient);
        }
    }

    private void Pool(ComputeContext context, in MatrixView x, in MatrixView y)
    {
        if (spec.Operation == PoolingKind.Max)
        {
            Pooling.Forward<MaxPooling>(context, _shape, x, y);
        }
        else
        {
            Pooling.Forward<AveragePooling>(context, _shape, x, y);
        }
    }
}
