namespace SigProp.Numerics;

/// <summary>Expands numbers of 16 bits; an item is a block.</summary>
internal readonly struct ExpandHalves(HalfTensor halves, float[] to) : IJob
{
    public void Execute(int item)
    {
        (int start, int count) = halves.Block(item);
        halves.LoadBlock(item, to.AsSpan(start, count));
    }
}
