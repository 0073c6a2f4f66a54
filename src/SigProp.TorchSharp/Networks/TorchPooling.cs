using SigProp.Layers;

namespace SigProp.TorchSharp.Networks;

/// <summary>Pools outputs, and targets of the same shape alike; sparse targets pass unchanged.</summary>
internal sealed class TorchPooling(PoolingPassage passage) : TorchStage
{
    // y = max or mean of x over each window
    public override TorchSignal Forward(in TorchSignal input, in TorchPass pass)
        => new(Pool(input.H), input.T is null ? null : passage.Patch is null ? Pool(input.T) : input.T.alias());

    private Tensor Pool(Tensor x)
    {
        ImageShape shape = passage.InputShape;
        long[] window = [passage.Spec.Window, passage.Spec.Window], stride = [passage.Spec.Step, passage.Spec.Step];
        Tensor maps = x.reshape(x.shape[0], shape.Channels, shape.Height, shape.Width);
        return passage.Spec.Operation == PoolingKind.Max ? nn.functional.max_pool2d(maps, window, stride) : nn.functional.avg_pool2d(maps, window, stride);
    }
}
