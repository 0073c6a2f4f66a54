using SigProp.Data;
using SigProp.Numerics;

namespace SigProp.Training;

/// <summary>Fills batches with the rows to learn from, in an order of its own each epoch.</summary>
internal abstract class BatchSource : IDisposable
{
    private readonly Network _network;
    private readonly RowWeights _weights;
    private readonly ImageAugmentation? _augmentation;
    private readonly QuantileBins? _bins;
    private RandomKey _augmentationKey;

    private protected BatchSource(Network network, int rows, RowWeights weights, ImageAugmentation? augmentation, int batchSize)
    {
        _network = network;
        _weights = weights;
        _augmentation = augmentation;
        _bins = network.Spec.IsRegression && network.Spec.Contexts > 0 ? network.Output!.Bins() : null;
        Rows = rows;
        BatchSize = batchSize;
    }

    /// <summary>Batches an epoch; the last one may be smaller.</summary>
    public int Steps => (int)(((long)Rows + BatchSize - 1) / BatchSize);

    /// <summary>Rows an epoch.</summary>
    protected int Rows { get; }

    protected int BatchSize { get; }

    public Batch CreateBatch() => new(BatchSize, _network.InputWidth, _network.OutputCount)
    {
        HasLabels = _network.Spec.Contexts > 0,
        IsWeighted = !_weights.AreEven,
    };

    /// <summary>Begins an epoch.</summary>
    /// <param name="key">Decides the order, and nothing else does.</param>
    public void Shuffle(RandomKey key)
    {
        _augmentationKey = key.Split("augment");
        Begin(key);
    }

    /// <summary>Fills the batch of a step; each step is asked for once, in order.</summary>
    public void Fill(Batch batch, int step)
    {
        int start = step * BatchSize;
        batch.Count = Math.Min(BatchSize, Rows - start);
        for (int i = 0; i < batch.Count; i++)
        {
            Fill(batch, i, start + i);
        }
    }

    public virtual void Dispose()
    {
    }

    protected abstract void Begin(RandomKey key);

    /// <summary>Puts the epoch's row of this rank into a place of a batch.</summary>
    protected abstract void Fill(Batch batch, int index, int rank);

    protected void Put(
        Batch batch, int index, long number, ReadOnlySpan<float> features, int label, ReadOnlySpan<float> values, float weight)
    {
        Span<float> row = batch.Features.AsSpan(index * batch.Width, batch.Width);
        if (_augmentation is null)
        {
            features.CopyTo(row);
        }
        else
        {
            _augmentation.Apply(_network.Spec.Image!, _augmentationKey.Split(number), features, row);
        }

        if (_network.Spec.IsRegression)
        {
            Span<float> standardized = batch.Values.AsSpan(index * batch.Outputs, batch.Outputs);
            values.CopyTo(standardized);
            _network.Output!.Standardize(standardized);
            batch.Labels[index] = _bins?.BinOf(standardized[0]) ?? 0;
        }
        else
        {
            batch.Labels[index] = label;
        }

        batch.Numbers[index] = number;
        batch.Weights[index] = _weights.Of(label, weight);
    }
}
