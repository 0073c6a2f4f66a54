namespace SigProp.Numerics;

/// <summary>Gradients of pooled images; the items are those of <see cref="PoolPlanes{TPooling}"/>.</summary>
internal readonly unsafe struct UnpoolPlanes<TPooling>(
    in PoolingShape shape, in MatrixView x, in MatrixView y, in MatrixView dy, in MatrixView dx)
    : IJob
    where TPooling : struct, IPooling
{
    private readonly PoolingShape _shape = shape;
    private readonly MatrixView _x = x;
    private readonly MatrixView _y = y;
    private readonly MatrixView _dy = dy;
    private readonly MatrixView _dx = dx;

    public int Count => PoolPlanes<TPooling>.CountOf(_shape, _x.Rows);

    public void Execute(int item)
    {
        int planes = _x.Rows * _shape.Channels, end = GemmBlock.PartStart(planes, Count, item + 1);
        fixed (float* x = &_x.Array[_x.Offset], y = &_y.Array[_y.Offset], dy = &_dy.Array[_dy.Offset], dx = &_dx.Array[_dx.Offset])
        {
            for (int plane = GemmBlock.PartStart(planes, Count, item); plane < end; plane++)
            {
                nint sample = plane / _shape.Channels, channel = plane % _shape.Channels;
                nint input = channel * _shape.InputPositions, output = channel * _shape.Positions;
                TPooling.Backward(
                    _shape,
                    x + (sample * _x.Stride) + input,
                    y + (sample * _y.Stride) + output,
                    dy + (sample * _dy.Stride) + output,
                    dx + (sample * _dx.Stride) + input);
            }
        }
    }
}
