using SigProp.Data;
using SigProp.Numerics;

namespace SigProp.Training;

/// <summary>Fills batches from rows of a data set, in an order of its own each epoch.</summary>
internal sealed class BatchSource
{
    private readonly Network _network;
    private readonly Dataset _data;
    private readonly int[] _rows;
    private readonly int[] _order;
    private readonly RowWeights _weights;
    private readonly ImageAugmentation? _augmentation;
    private readonly QuantileBins? _bins;
    private readonly int _batchSize;
    private RandomKey _key;

    public BatchSource(Network network, TrainingSplit split, RowWeights weights, ImageAugmentation? augmentation, int batchSize)
    {
        _network = network;
        _data = split.Data;
        _rows = split.Rows;
        _order = [.. split.Rows];
        _weights = weights;
        _augmentation = augmentation;
        _batchSize = batchSize;
        _bins = network.Spec.IsRegression && network.Spec.Contexts > 0 ? network.Output!.Bins() : null;
    }

    /// <summary>Batches an epoch; the last one may be smaller.</summary>
    public int Steps => (_order.Length + _batchSize - 1) / _batchSize;

    public Batch CreateBatch() => new(_batchSize, _data.Width, _network.OutputCount)
    {
        HasLabels = _network.Spec.Contexts > 0,
        IsWeighted = !_weights.AreEven,
    };

    public void Shuffle(RandomKey key)
    {
        // From the same start every time, so that an epoch's order depends on its key alone.
        _rows.CopyTo(_order, 0);
        _key = key.Split("augment");
        RandomStream stream = key.Stream();
        stream.Shuffle(_order);
    }

    public void Fill(Batch batch, int step)
    {
        int start = step * _batchSize;
        batch.Count = Math.Min(_batchSize, _order.Length - start);
        for (int i = 0; i < batch.Count; i++)
        {
            Fill(batch, i, _order[start + i]);
        }
    }

    private void Fill(Batch batch, int index, int row)
    {
        Span<float> features = batch.Features.AsSpan(index * batch.Width, batch.Width);
        if (_augmentation is null)
        {
            _data.Row(row).CopyTo(features);
        }
        else
        {
            _augmentation.Apply(_network.Spec.Image!, _key.Split(row), _data.Row(row), features);
        }

        if (_data.IsRegression)
        {
            Span<float> values = batch.Values.AsSpan(index * batch.Outputs, batch.Outputs);
            _data.Values(row).CopyTo(values);
            _network.Output!.Standardize(values);
            batch.Labels[index] = _bins?.BinOf(values[0]) ?? 0;
        }
        else
        {
            batch.Labels[index] = _data.Label(row);
        }

        batch.Weights[index] = _weights.Of(_data, row);
    }
}
