namespace SigProp.Numerics;

/// <summary>Scratch memory for the items of a job: an item rents a buffer, fills it as it likes and gives it back.</summary>
/// <remarks>There are never more buffers than items at work at one time, that is threads. They keep their size for the next job.</remarks>
internal sealed class ScratchPool
{
    private readonly Lock _lock = new();
    private readonly Stack<AlignedBuffer> _free = new();

    public AlignedBuffer Rent()
    {
        lock (_lock)
        {
            return _free.TryPop(out AlignedBuffer? buffer) ? buffer : new AlignedBuffer();
        }
    }

    public void Return(AlignedBuffer buffer)
    {
        lock (_lock)
        {
            _free.Push(buffer);
        }
    }
}
