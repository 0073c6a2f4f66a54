using System.Runtime.CompilerServices;

namespace SigProp.Numerics;

/// <summary>As <see cref="ConsumeTiles{TConsumer}"/>, for the kernel of 512 bits and a depth of one slice: what is to be done with a tile is done while
/// the next one is being computed.</summary>
internal readonly unsafe struct ConsumeTilesAlongside<TConsumer, TWork>(
    in GemmBlock block, float* leftPanels, float* rightPanels, in TConsumer consumer) : IJob
    where TConsumer : struct, ISideConsumer<TWork>
    where TWork : struct, ISideWork
{
    private readonly GemmBlock _block = block;
    private readonly float* _leftPanels = leftPanels;
    private readonly float* _rightPanels = rightPanels;
    private readonly TConsumer _consumer = consumer;

    [SkipLocalsInit]
    public void Execute(int item)
    {
        GemmKernel kernel = _block.Kernel;
        // Tiles that share rows follow each other: a thread then has the same rows from step to step, and what belongs to them in its cache.
        (int row, int rowEnd) = _block.RowsOf(item / _block.ColumnTiles);
        (int column, int columnEnd) = _block.ColumnsOf(item % _block.ColumnTiles);
        float* tile = stackalloc float[Vector512Kernel.Rows * Vector512Kernel.Columns];
        TWork pending = default;
        for (int j = column; j < columnEnd; j += Vector512Kernel.Columns)
        {
            int columns = Math.Min(Vector512Kernel.Columns, columnEnd - j), width = kernel.PanelWidth(columns);
            float* b = _rightPanels + ((nint)j * _block.Depths);
            for (int i = row; i < rowEnd; i += Vector512Kernel.Rows)
            {
                int rows = Math.Min(Vector512Kernel.Rows, rowEnd - i);
                float* a = _leftPanels + ((nint)i * _block.Depths);
                _consumer.Prefetch(_block.Row + i, _block.Column + j, rows, columns);
                if (rows == Vector512Kernel.Rows && columns == Vector512Kernel.Columns)
                {
                    Vector512Kernel.MultiplyAlongside(_block.Depths, a, b, tile, ref pending);
                    pending = _consumer.Begin(_block.Row + i, _block.Column + j, tile);
                }
                else
                {
                    Finish(ref pending);
                    kernel.Multiply(rows, width, _block.Depths, a, b, width, tile, width, 0);
                    _consumer.Take(_block.Row + i, _block.Column + j, rows, columns, tile, width);
                }
            }
        }

        Finish(ref pending);
    }

    private static void Finish(ref TWork pending)
    {
        for (int step = 0; step < pending.Steps; step++)
        {
            pending.Step(step);
        }

        pending = default;
    }
}
