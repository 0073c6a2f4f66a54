using SigProp.TorchSharp.Losses;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Learning;

/// <summary>Brings what the rows of a batch ought to be to the device.</summary>
internal sealed class TorchLessons : IDisposable
{
    private readonly TorchPlace _place;
    private readonly int[] _labels;
    private readonly float[] _weights;
    private readonly float[] _values;
    private readonly int _outputs;
    private readonly Tensor _hostLabels;
    private readonly Tensor _hostWeights;
    private readonly Tensor? _hostValues;
    private readonly Tensor? _centers;

    public TorchLessons(Network network, TorchPlace place, int rows)
    {
        _place = place;
        _outputs = network.OutputCount;
        (_labels, _weights, _values) = (new int[rows], new float[rows], new float[rows * _outputs]);

        // They lie over the arrays.
        using DisposeScope scope = torch.NewDisposeScope();
        _hostLabels = torch.from_array(_labels).DetachFromDisposeScope();
        _hostWeights = torch.from_array(_weights).DetachFromDisposeScope();
        _hostValues = _outputs > 0 ? torch.from_array(_values).view(rows, _outputs).DetachFromDisposeScope() : null;
        _centers = network.Spec.IsRegression && network.Spec.Contexts > 0
            ? torch.tensor(network.Output!.Centers.ToArray(), ScalarType.Float32, place.Device).DetachFromDisposeScope() : null;
    }

    public TorchLesson Load(Batch batch)
    {
        batch.Labels.AsSpan(0, batch.Count).CopyTo(_labels);
        batch.Weights.AsSpan(0, batch.Count).CopyTo(_weights);
        batch.Values.AsSpan(0, batch.Count * _outputs).CopyTo(_values);
        return new TorchLesson
        {
            Labels = batch.HasLabels ? _hostLabels.narrow(0, 0, batch.Count).to(ScalarType.Int64, _place.Device, true) : null,
            Weights = batch.IsWeighted ? _hostWeights.narrow(0, 0, batch.Count).to(ScalarType.Float32, _place.Device, true) : null,
            Values = _hostValues?.narrow(0, 0, batch.Count).to(ScalarType.Float32, _place.Device, true),
            Centers = _centers,
        };
    }

    public void Dispose()
    {
        _hostLabels.Dispose();
        _hostWeights.Dispose();
        _hostValues?.Dispose();
        _centers?.Dispose();
    }
}
