using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Layers;

internal sealed partial class ConvolutionLayer
{
    public override void GradientBeforeActivation(
        ComputeContext context, in Signal output, in Signal gradient, LayerMemory memory, LayerOptimizer optimizer)
    {
        Drop(context, gradient.H, memory);
        float keep = 1f - MathF.Max(_spec.Dropout, _spec.SpatialDropout);
        memory.Channels.ClearSums();
        if (_normalization is null)
        {
            ChannelBias.Back(context, output.H, gradient.H, _spec.Channels, _activation, memory.Channels, keep);
        }
        else
        {
            _normalization.AddSums(context, output.H, gradient.H, 0, _activation, memory.Normalized, memory.Channels, keep);
            _normalization.Apply(
                context, output.H, gradient.H, 0, _activation, memory.Normalized, true, memory.Channels, output.Samples, keep);
        }

        WriteSums(memory, optimizer);
    }

    public override void PropagateError(ComputeContext context, in MatrixView gradient, in MatrixView inputGradient)
        => Convolution.InputGradient(context, _shape, _weight.View, gradient, inputGradient);

    public override void Update(ComputeContext context, in Signal input, in Signal gradient, LayerOptimizer optimizer)
    {
        Convolution.WeightGradient(context, _shape, input.H, gradient.H, optimizer.Gradient(0), 0f);
        optimizer.Update(context);
    }
}
