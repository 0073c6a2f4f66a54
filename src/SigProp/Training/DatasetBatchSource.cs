using SigProp.Data;
using SigProp.Numerics;

namespace SigProp.Training;

/// <summary>Fills batches from rows of a data set.</summary>
internal sealed class DatasetBatchSource(
    Network network, TrainingSplit split, RowWeights weights, ImageAugmentation? augmentation, int batchSize)
    : BatchSource(network, split.Count, weights, augmentation, batchSize)
{
    private readonly Dataset _data = split.Data;
    private readonly int[] _rows = split.Rows;
    private readonly int[] _order = [.. split.Rows];

    protected override void Begin(RandomKey key)
    {
        // From the same start every time, so that an epoch's order depends on its key alone.
        _rows.CopyTo(_order, 0);
        RandomStream stream = key.Stream();
        stream.Shuffle(_order);
    }

    protected override void Fill(Batch batch, int index, int rank)
    {
        int row = _order[rank];
        bool numbers = _data.IsRegression;
        Put(batch, index, row, _data.Row(row), numbers ? 0 : _data.Label(row), numbers ? _data.Values(row) : [], _data.Weight(row));
    }
}
