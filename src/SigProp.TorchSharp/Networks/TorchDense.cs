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
        Tensor x = input.H.flatten(1), h;
        Tensor? t = input.T?.flatten(1);
        if (t is not null && t.shape[1] == x.shape[1])
        {
            // One product, and one gradient of the weights, for both streams.
            Tensor both = Activate(Affine(torch.cat([x, t], 0), weight, bias));
            (h, t) = (both.narrow(0, 0, x.shape[0]), both.narrow(0, x.shape[0], t.shape[0]));
        }
        else
        {
            h = Activate(Feedback is Tensor feedback && pass.IsGlobal
                ? FixedPath.Join(Affine(x.detach(), weight, bias), Affine(x, feedback.to_type(_place.Type), null))
                : Affine(x, weight, bias));
            t = t is null ? null : Activate(Affine(t, weight, bias));
        }

        if (_normalization is not null)
        {
            h = Activate(_normalization.Forward(h, pass), _spec.Activation, _spec.NegativeSlope);
            t = t is null ? null : Activate(_normalization.Infer(t), _spec.Activation, _spec.NegativeSlope);
        }

        if (pass.IsTraining && _spec.Dropout > 0)
        {
            h = h.mul(_mask.Elements(h.shape, _spec.Dropout, pass.DropoutKey).to_type(_place.Type));
        }

        return new TorchSignal(h, t);
    }

    /// <summary>f of an affine output, where nothing comes between.</summary>
    private Tensor Activate(Tensor z) => _normalization is null ? Activate(z, _spec.Activation, _spec.NegativeSlope) : z;

    /// <summary>x W^T + b. An x narrower than W has zeros in place of what it lacks.</summary>
    private static Tensor Affine(Tensor x, Tensor weight, Tensor? bias)
    {
        long columns = x.shape[1];
        return nn.functional.linear(x, columns == weight.shape[1] ? weight : weight.narrow(1, 0, columns), bias);
    }
}
