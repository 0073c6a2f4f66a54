using System.Runtime.CompilerServices;

namespace SigProp.Numerics;

/// <summary>Multiplies the packed panels of a block that is as deep as the product and hands each tile of a kernel to a consumer, from the level 1
/// cache; an item is a rectangle of such tiles, as in <see cref="MultiplyTiles{TEpilogue}"/>.</summary>
internal readonly unsafe struct ConsumeTiles<TConsumer>(in GemmBlock block, float* leftPanels, float* rightPanels, in TConsumer consumer) : IJob
    where TConsumer : struct, ITileConsumer
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
        float* tile = stackalloc float[kernel.TileRows * kernel.TileColumns];
        for (int j = column; j < columnEnd; j += kernel.TileColumns)
        {
            int columns = Math.Min(kernel.TileColumns, columnEnd - j);
            for (int i = row; i < rowEnd; i += kernel.TileRows)
            {
                int rows = Math.Min(kernel.TileRows, rowEnd - i);
                _consumer.Prefetch(_block.Row + i, _block.Column + j, rows, columns);
                Multiply(i, rows, j, columns, tile);
                _consumer.Take(_block.Row + i, _block.Column + j, rows, columns, tile, kernel.PanelWidth(columns));
            }
        }
    }

    /// <summary>The sum of the slices of depth, in order.</summary>
    private void Multiply(int row, int rows, int column, int columns, float* tile)
    {
        int width = _block.Kernel.PanelWidth(columns);
        for (int depth = 0; depth < _block.Depths; depth += _block.SliceDepth)
        {
            int depths = Math.Min(_block.SliceDepth, _block.Depths - depth);
            float* a = _leftPanels + ((nint)depth * _block.Rows) + ((nint)row * depths);
            float* b = _rightPanels + ((nint)depth * _block.PaddedColumns) + ((nint)column * depths);
            _block.Kernel.Multiply(rows, width, depths, a, b, width, tile, width, depth == 0 ? 0 : 1);
        }
    }
}
