using SigProp.Data;
using SigProp.Numerics;

namespace SigProp.Training;

/// <summary>Fills batches from rows of a data set, in an order of its own each epoch.</summary>
internal sealed class BatchSource(Dataset data, int[] rows, int batchSize)
{
    private readonly int[] _order = [.. rows];

    /// <summary>Batches an epoch; the last one may be smaller.</summary>
    public int Steps => (_order.Length + batchSize - 1) / batchSize;

    public void Shuffle(RandomKey key)
    {
        // From the same start every time, so that an epoch's order depends on its key alone.
        rows.CopyTo(_order, 0);
        RandomStream stream = key.Stream();
        stream.Shuffle(_order);
    }

    public void Fill(Batch batch, int step)
    {
        int start = step * batchSize;
        batch.Count = Math.Min(batchSize, _order.Length - start);
        for (int i = 0; i < batch.Count; i++)
        {
            int row = _order[start + i];
            data.Row(row).CopyTo(batch.Features.AsSpan(i * batch.Width));
            batch.Labels[i] = data.Label(row);
        }
    }
}
