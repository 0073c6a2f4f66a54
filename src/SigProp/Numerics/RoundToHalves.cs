namespace SigProp.Numerics;

/// <summary>Rounds numbers to 16 bits; an item is a block.</summary>
internal readonly struct RoundToHalves(HalfTensor halves, float[] from, uint? key) : IJob
{
    public void Execute(int item)
    {
        (int start, int count) = halves.Block(item);
        halves.StoreBlock(item, from.AsSpan(start, count), key);
    }
}
