using SigProp.Layers;

namespace SigProp.TorchSharp.Networks;

/// <summary>Where images become rows of numbers, brings sparse targets to the images' size by adaptive averaging.</summary>
internal sealed class TorchSparseFlatten(SparseFlatten passage) : TorchStage
{
    // out[c, y, x] = mean of in[c, v, u] for v from floor(y a / h) to ceil((y + 1) a / h) - 1, and u alike
    public override TorchSignal Forward(in TorchSignal input, in TorchPass pass)
    {
        ImageShape shape = passage.InputShape, patch = passage.Patch;
        Tensor? t = input.T is null ? null
            : nn.functional.adaptive_avg_pool2d(input.T.reshape(input.T.shape[0], patch.Channels, patch.Height, patch.Width), [shape.Height, shape.Width]).flatten(1);
        return new TorchSignal(input.H.flatten(1), t);
    }
}
