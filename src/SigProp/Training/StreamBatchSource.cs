using SigProp.Numerics;

namespace SigProp.Training;

/// <summary>Fills batches from a stream: each row is drawn at random from a buffer, in which the stream's next row takes its place.</summary>
internal sealed class StreamBatchSource : BatchSource
{
    private readonly RowBlock _buffer;
    private readonly RowFeed _feed;
    private RandomStream _random;
    private bool _ended;

    public StreamBatchSource(Network network, StreamRows rows, RowWeights weights, TrainingOptions options, int batchSize)
        : base(network, rows.Count, weights, options.Augmentation, batchSize)
    {
        int width = rows.Stream.Width, capacity = Math.Min(options.EffectiveShuffleBuffer, rows.Count), most = Array.MaxLength / Math.Max(width, rows.Stream.Outputs);
        if (capacity > most)
        {
            throw new ConfigurationException("training", [$"ShuffleBuffer is {options.EffectiveShuffleBuffer}; of {width} features no more than {most} rows can be in memory."]);
        }

        _buffer = new RowBlock(capacity, width, rows.Stream.Outputs);
        _feed = new RowFeed(rows, readAhead: options.EffectiveThreads > 1);
    }

    public override void Dispose()
    {
        _feed.Dispose();
        base.Dispose();
    }

    protected override void Begin(RandomKey key)
    {
        _random = key.Stream();
        _feed.Start();
        _buffer.Count = 0;
        while (_buffer.Count < _buffer.Capacity && _feed.Read(_buffer, _buffer.Count))
        {
            _buffer.Count++;
        }

        _ended = false;
    }

    protected override void Fill(Batch batch, int index, int rank)
    {
        int drawn = _random.Next(_buffer.Count);
        Put(
            batch, index, _buffer.Numbers[drawn], _buffer.FeaturesOf(drawn), _buffer.Labels[drawn], _buffer.ValuesOf(drawn), _buffer.Weights[drawn]);
        _ended = _ended || !_feed.Read(_buffer, drawn);
        if (_ended)
        {
            // There is no next row: the last one takes the place, and the buffer shrinks.
            _buffer.CopyTo(--_buffer.Count, _buffer, drawn);
        }
    }
}
