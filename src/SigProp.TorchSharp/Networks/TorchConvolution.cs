using SigProp.Layers;
using SigProp.Numerics;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Networks;

/// <summary>A convolution over images. Its loss compares outputs and targets before dropout.</summary>
internal sealed class TorchConvolution : TorchLayer
{
    private readonly ConvolutionSpec _spec;
    private readonly TorchPlace _place;
    private readonly PositionMask _mask;
    private readonly Tensor _weight;
    private readonly Tensor? _bias;
    private readonly TorchNormalization? _normalization;
    private readonly ImageShape _input;
    private readonly long[] _kernel;

    public TorchConvolution(ConvolutionLayer layer, TorchTensors tensors, TorchPlace place, PositionMask mask)
    {
        _spec = layer.Spec;
        _place = place;
        _mask = mask;
        _input = layer.InputShape;
        _kernel = [_spec.Channels, _input.Channels / _spec.Groups, _spec.KernelHeight, _spec.KernelWidth];
        Parameter weight = layer.Parameters[0];
        _weight = tensors[weight];
        _bias = _spec.BatchNormalization ? null : tensors[layer.Parameters[1]];
        _normalization = _spec.BatchNormalization ? new TorchNormalization(layer, tensors) : null;
    }

    // [h', t'] = f(N([h, t] * W + b)); h is dropped when it is handed on
    public override TorchSignal Forward(in TorchSignal input, in TorchPass pass)
    {
        Tensor weight = _weight.view(_kernel).to_type(_place.Type);
        Tensor? bias = _bias?.to_type(_place.Type);
        Tensor x = input.H.reshape(input.H.shape[0], _input.Channels, _input.Height, _input.Width);
        Tensor h = Feedback is Tensor feedback && pass.IsGlobal
            ? FixedPath.Join(Convolve(x.detach(), weight, bias), Convolve(x, feedback.view(_kernel).to_type(_place.Type), null))
            : Convolve(x, weight, bias);
        Tensor? t = null;
        if (input.T is not null)
        {
            t = Convolve(Maps(input.T), weight, bias);
        }

        if (_normalization is not null)
        {
            h = _normalization.Forward(h, pass);
            t = t is null ? null : _normalization.Infer(t);
        }

        return new TorchSignal(
            Activate(h, _spec.Activation, _spec.NegativeSlope), t is null ? null : Activate(t, _spec.Activation, _spec.NegativeSlope));
    }

    public override Tensor HandOn(Tensor h, in TorchPass pass)
    {
        if (!pass.IsTraining || (_spec.Dropout == 0 && _spec.SpatialDropout == 0))
        {
            return h;
        }

        Tensor mask = _spec.Dropout > 0 ? _mask.Elements(h.shape, _spec.Dropout, pass.DropoutKey)
            : _mask.Elements([h.shape[0], h.shape[1], 1, 1], _spec.SpatialDropout, pass.DropoutKey);
        return Drop(h, mask.to_type(_place.Type));
    }

    /// <summary>Targets as maps; sparse ones are patches of a size of their own.</summary>
    private Tensor Maps(Tensor t) => t.dim() == 4 ? t
        : t.shape[1] == _input.Size ? t.reshape(t.shape[0], _input.Channels, _input.Height, _input.Width) : t.reshape(t.shape[0], _input.Channels, 1, 1);

    private Tensor Convolve(Tensor x, Tensor weight, Tensor? bias) => nn.functional.conv2d(
        x, weight, bias, [_spec.StrideHeight, _spec.StrideWidth], [_spec.PaddingHeight, _spec.PaddingWidth], [1, 1], _spec.Groups);
}
