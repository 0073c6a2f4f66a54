using SigProp.Layers;

namespace SigProp.TorchSharp.Networks;

/// <summary>Pools outputs, and targets of the same shape alike; sparse targets pass unchanged.</summary>
internal sealed class TorchPooling(PoolingPassage passage) : TorchStage
{
    // y = max or mean of x over each window
    public override TorchSignal Forward(in TorchSignal input, in TorchPass pass)
        => new(Pool(input.H), input.T is null ? null : passage.Patch is null ? Pool(input.T) : input.T.alias());

    /// <summary>Means over windows side by side. <c>avg_pool2d</c> has other parameters from TorchSharp 0.105 on, and would not be found there.</summary>
    public static Tensor Means(Tensor maps, int windowHeight, int windowWidth)
    {
        // What is left at the edges is in no window.
        long height = maps.shape[2] / windowHeight, width = maps.shape[3] / windowWidth;
        return nn.functional.adaptive_avg_pool2d(maps.narrow(2, 0, height * windowHeight).narrow(3, 0, width * windowWidth), [height, width]);
    }

    private Tensor Pool(Tensor x)
    {
        ImageShape shape = passage.InputShape;
        int window = passage.Spec.Window, step = passage.Spec.Step;
        Tensor maps = x.reshape(x.shape[0], shape.Channels, shape.Height, shape.Width);
        return passage.Spec.Operation == PoolingKind.Max ? nn.functional.max_pool2d(maps, [window, window], [step, step])
            : window == step ? Means(maps, window, window)
            : maps.unfold(2, window, step).unfold(3, window, step).mean([4, 5]);
    }
}
