namespace SigProp.TorchSharp.Networks;

/// <summary>One step of the way forward on a device: a layer, which learns, or a passage between layers, which does not.</summary>
internal abstract class TorchStage
{
    /// <summary>[h, t] -> [h', t'] with the same weights for both streams (Eq 2-3). Without t, in layer 1 where the generator makes t', there is no t'
    /// either.</summary>
    public abstract TorchSignal Forward(in TorchSignal input, in TorchPass pass);

    /// <summary>The sizes of rows of a shape: what is no image has one.</summary>
    public static long[] Sizes(long rows, ImageShape shape)
        => shape.Positions == 1 ? [rows, shape.Channels] : [rows, shape.Channels, shape.Height, shape.Width];
}
