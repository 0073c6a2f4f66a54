using SigProp.Spiking;

namespace SigProp.TorchSharp.Networks;

/// <summary>A layer whose outputs are the currents of spiking neurons (section VI). What <see cref="Forward"/> leaves are the voltages after charging,
/// [rows, steps, width], by which the layer learns, or answers; <see cref="HandOn"/> makes spikes of them.</summary>
internal sealed class TorchSpiking : TorchLayer
{
    private readonly SpikingLayer _layer;
    private readonly TorchLayer _inner;
    private readonly TorchNeuron _neuron;
    private readonly PositionMask _mask;
    private readonly int _steps;

    public TorchSpiking(SpikingLayer layer, TorchLayer inner, PositionMask mask)
    {
        _layer = layer;
        _inner = inner;
        _neuron = new TorchNeuron(layer.Neuron, layer.Reading);
        _mask = mask;
        _steps = layer.OutputShape.Channels / layer.Inner.OutputShape.Channels;
    }

    // a = N(W [h, t] + b) at every step; v = v_prev + a (Eq 15), and a spike resets
    public override TorchSignal Forward(in TorchSignal input, in TorchPass pass)
    {
        if (_layer.IsConstant)
        {
            Tensor current = _inner.Forward(input, pass).H.flatten(1);
            return new TorchSignal(_neuron.Charge(Enumerable.Repeat(current, _steps), pass.IsGlobal), null);
        }

        long rows = input.H.shape[0];
        TorchSignal currents = _inner.Forward(new TorchSignal(Steps(input.H), input.T is null ? null : Steps(input.T)), pass);
        return new TorchSignal(Charge(currents.H, rows, pass.IsGlobal), currents.T is null ? null : Charge(currents.T, input.T!.shape[0], false));
    }

    // s = v >= theta, without gradient, or in backpropagation with the surrogate's
    public override Tensor HandOn(Tensor h, in TorchPass pass)
    {
        Tensor spikes = _neuron.Fire(h, pass.IsGlobal);
        if (pass.IsTraining && (_layer.DropoutRate > 0 || _layer.SpatialDropoutRate > 0))
        {
            // A neuron is dropped at all steps or at none.
            ImageShape shape = _layer.Inner.OutputShape;
            Tensor mask = _layer.DropoutRate > 0
                ? _mask.Elements([h.shape[0], 1, shape.Size], _layer.DropoutRate, pass.DropoutKey)
                : _mask.Elements([h.shape[0], 1, shape.Channels, 1], _layer.SpatialDropoutRate, pass.DropoutKey)
                    .expand(h.shape[0], 1, shape.Channels, shape.Positions).reshape(h.shape[0], 1, shape.Size);
            spikes = Drop(spikes, mask.to_type(spikes.dtype));
        }

        return spikes.reshape(Sizes(h.shape[0], _layer.OutputShape));
    }

    public override Tensor HandOnTargets(Tensor t) => _neuron.Fire(t, isGlobal: false).reshape(Sizes(t.shape[0], _layer.TargetShape));

    /// <summary>A row for each step.</summary>
    private Tensor Steps(Tensor signal) => signal.reshape(Sizes(signal.shape[0] * _steps, _layer.Inner.InputShape));

    private Tensor Charge(Tensor currents, long rows, bool isGlobal)
    {
        Tensor steps = currents.reshape(rows, _steps, -1);
        return _neuron.Charge(Enumerable.Range(0, _steps).Select(s => steps.select(1, s)), isGlobal);
    }
}
