using SigProp.Numerics;

namespace SigProp.Layers;

/// <summary>Hands inputs on as they are: all that a network without hidden layers has before its output.</summary>
internal sealed class PassThrough(ImageShape shape) : Passage(shape, shape, shape)
{
    // y = x
    public override void Forward(ComputeContext context, in Signal input, in Signal output, LayerMemory? memory)
    {
        input.H.Elements.CopyTo(output.H.Elements);
        if (input.Targets > 0)
        {
            input.T.Elements.CopyTo(output.T.Elements);
        }
    }

    public override void PropagateError(
        ComputeContext context, in MatrixView input, in MatrixView output, in MatrixView gradient, in MatrixView inputGradient)
        => gradient.Elements.CopyTo(inputGradient.Elements);
}
