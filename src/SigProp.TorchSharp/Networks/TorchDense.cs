using SigProp.Layers;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Networks;

/// <summary>A fully connected layer.</summary>
internal sealed class TorchDense : TorchLayer
{
    private readonly DenseSpec _spec;
    private readonly TorchPlace _place;
    private readonly PositionMask _mask;
    private readonly Tensor _weight;
    private readonly Tensor? _bias;
    private readonly TorchNormalization? _normalization;

    public TorchDense(DenseLayer layer, TorchTensors tensors, TorchPlace place, PositionMask mask)
        : base(layer)
    {
        _spec = layer.Spec;
        _place = place;
        _mask = mask;
        _weight = tensors[layer.Weight];
        _bias = Bias(layer.Bias, tensors);
        _normalization = layer.Bias is null ? new TorchNormalization(layer, tensors) : null;
    }

    // [h', t'] = dropout(f(N([h, t] W^T + b))); only h is dropped
    public override TorchSignal Forward(in TorchSignal input, in TorchPass pass)
    {
        Tensor weight = _weight.to_type(_place.Type);
        Tensor? bias = _bias?.to_type(_place.Type);
        Tensor h = Feedback is Tensor feedback && pass.IsGlobal
            ? FixedPath.Join(Affine(input.H.detach(), weight, bias), Affine(input.H, feedback.to_type(_place.Type), null))
            : Affine(input.H, weight, bias);
        Tensor? t = input.T is null ? null : Affine(input.T, weight, bias);
        if (_normalization is not null)
        {
            h = _normalization.Forward(h, pass);
            t = t is null ? null : _normalization.Infer(t);
        }

        h = Activate(h, _spec.Activation, _spec.NegativeSlope);
        if (pass.IsTraining && _spec.Dropout > 0)
        {
            h = h.mul(_mask.Elements(h.shape, _spec.Dropout, pass.DropoutKey).to_type(_place.Type));
        }

        return new TorchSignal(h, t is null ? null : Activate(t, _spec.Activation, _spec.NegativeSlope));
    }

    /// <summary>x W^T + b. An x narrower than W has zeros in place of what it lacks.</summary>
    private static Tensor Affine(Tensor x, Tensor weight, Tensor? bias)
    {
        x = x.flatten(1);
        long columns = x.shape[1];
        return nn.functional.linear(x, columns == weight.shape[1] ? weight : weight.narrow(1, 0, columns), bias);
    }
}
