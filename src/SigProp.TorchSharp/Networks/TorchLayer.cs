using SigProp.Layers;
using SigProp.Numerics;
using SigProp.Spiking;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Networks;

/// <summary>The unit that learns: an affine map, optional normalisation, activation, optional dropout.</summary>
internal abstract class TorchLayer : TorchStage
{
    /// <summary>Fixed weights through which a global error goes on to the layer before, in place of the layer's own; null for these.</summary>
    public Tensor? Feedback { get; set; }

    /// <summary>Makes the twin of a managed layer.</summary>
    public static TorchLayer Create(Layer layer, TorchTensors tensors, TorchPlace place, PositionMask mask) => layer switch
    {
        DenseLayer dense => new TorchDense(dense, tensors, place, mask),
        ConvolutionLayer convolution => new TorchConvolution(convolution, tensors, place, mask),
        SpikingLayer spiking => new TorchSpiking(spiking, Create(spiking.Inner, tensors, place, mask), mask),
        _ => throw new NotSupportedException($"TorchSharp does not train layers of the kind {layer.GetType().Name}."),
    };

    /// <summary>Last of all, once the layer has learned, or answered: what the next stage is given of its outputs.</summary>
    public virtual Tensor HandOn(Tensor h, in TorchPass pass) => h;

    /// <summary>The same of its targets.</summary>
    public virtual Tensor HandOnTargets(Tensor t) => t;

    /// <summary>y = f(z).</summary>
    public static Tensor Activate(Tensor z, Activation kind, float slope) => kind switch
    {
        Activation.ReLU => z.relu(),
        Activation.LeakyReLU => z.Leak(slope),
        Activation.Tanh => z.tanh(),
        _ => z,
    };

    /// <summary>h times a mask; in its own memory, where nothing comes back through it.</summary>
    private protected static Tensor Drop(Tensor h, Tensor mask) => h.requires_grad ? h.mul(mask) : h.mul_(mask);

    private protected static Tensor? Bias(Parameter? bias, TorchTensors tensors) => bias is null ? null : tensors[bias];
}
