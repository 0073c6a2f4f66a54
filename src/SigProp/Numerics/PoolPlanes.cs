namespace SigProp.Numerics;

/// <summary>Pools images; an item is some neighbouring channels, through the whole batch.</summary>
internal readonly unsafe struct PoolPlanes<TPooling>(in PoolingShape shape, in MatrixView x, in MatrixView y) : IJob
    where TPooling : struct, IPooling
{
    /// <summary>Input elements of an item, about.</summary>
    private const int Elements = 1 << 17;

    private readonly PoolingShape _shape = shape;
    private readonly MatrixView _x = x;
    private readonly MatrixView _y = y;

    public int Count => CountOf(_shape, _x.Rows);

    public void Execute(int item)
    {
        int planes = _x.Rows * _shape.Channels, end = GemmBlock.PartStart(planes, Count, item + 1);
        fixed (float* x = &_x.Array[_x.Offset], y = &_y.Array[_y.Offset])
        {
            for (int plane = GemmBlock.PartStart(planes, Count, item); plane < end; plane++)
            {
                nint sample = plane / _shape.Channels, channel = plane % _shape.Channels;
                TPooling.Forward(
                    _shape, x + (sample * _x.Stride) + (channel * _shape.InputPositions), y + (sample * _y.Stride) + (channel * _shape.Positions));
            }
        }
    }

    internal static int CountOf(in PoolingShape shape, int samples)
    {
        int planes = samples * shape.Channels;
        return (int)Math.Min(planes, ((long)planes * shape.InputPositions / Elements) + 1);
    }
}
