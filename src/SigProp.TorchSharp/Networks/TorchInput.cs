using SigProp.Layers;
using SigProp.Numerics;
using SigProp.Spiking;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Networks;

/// <summary>Brings rows of features to the device, as what the first stage takes. Features that become spikes do so before, in the managed engine.</summary>
internal sealed class TorchInput : IDisposable
{
    private readonly ComputeContext _context;
    private readonly TorchPlace _place;
    private readonly SpikeCode? _code;
    private readonly LayerMemory _memory = new(default, isLocal: true);
    private readonly ImageShape _shape;
    private readonly float[] _values;
    private readonly float[] _spikes;
    private readonly Tensor _host;

    /// <param name="network">The network.</param>
    /// <param name="context">The managed engine's compute resources.</param>
    /// <param name="place">The device.</param>
    /// <param name="rows">The most rows at once.</param>
    public TorchInput(Network network, ComputeContext context, TorchPlace place, int rows)
    {
        _context = context;
        _place = place;
        _code = network.Stages[0] as SpikeCode;
        _shape = _code?.OutputShape ?? network.Stages[0].InputShape;
        _values = new float[checked(rows * network.InputWidth)];
        _spikes = new float[_code is null ? 0 : checked(rows * _shape.Size)];

        // It lies over the array.
        using DisposeScope scope = torch.NewDisposeScope();
        _host = torch.from_array(_code is null ? _values : _spikes).view(rows, _shape.Size).DetachFromDisposeScope();
    }

    /// <summary>The rows, [rows, ...], in the numbers that are multiplied.</summary>
    /// <param name="features">Row by row.</param>
    /// <param name="rows">How many.</param>
    /// <param name="trainingKey">What decides the spikes in training; null in inference, where the rows' values do.</param>
    public Tensor Load(ReadOnlySpan<float> features, int rows, uint? trainingKey)
    {
        features.CopyTo(_values);
        if (_code is not null)
        {
            _memory.DropoutKey = trainingKey ?? 0;
            var x = new Signal(new MatrixView(_values, rows, _code.InputWidth), default);
            _code.Forward(_context, x, new Signal(new MatrixView(_spikes, rows, _shape.Size), default), trainingKey is null ? null : _memory);
        }

        // Always a copy: the array is filled again while a layer may still be at work on the device.
        Tensor batch = _host.narrow(0, 0, rows).to(_place.Type, _place.Device, true);
        return batch.view(TorchStage.Sizes(rows, _shape));
    }

    public void Dispose() => _host.Dispose();
}
