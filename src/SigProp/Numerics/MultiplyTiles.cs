namespace SigProp.Numerics;

/// <summary>Multiplies the packed panels of a block; an item is one tile of the product through the whole depth of the block.</summary>
/// <remarks>When the product is turned, the block's rows are its columns and the block's columns its rows.</remarks>
internal readonly unsafe struct MultiplyTiles<TEpilogue>(
    in GemmBlock block,
    float* leftPanels,
    float* rightPanels,
    in MatrixView product,
    bool turned,
    float beta,
    bool isLast,
    in TEpilogue epilogue)
    : IJob
    where TEpilogue : struct, IGemmEpilogue
{
    private readonly GemmBlock _block = block;
    private readonly float* _leftPanels = leftPanels;
    private readonly float* _rightPanels = rightPanels;
    private readonly MatrixView _product = product;
    private readonly bool _turned = turned;
    private readonly float _beta = beta;
    private readonly bool _isLast = isLast;
    private readonly TEpilogue _epilogue = epilogue;

    public int Count => _block.RowTiles * _block.ColumnTiles;

    public void Execute(int item)
    {
        // Tiles that share columns follow each other: they share the larger part of what they read.
        (int row, int rowEnd) = _block.RowsOf(item % _block.RowTiles);
        (int column, int columnEnd) = _block.ColumnsOf(item / _block.RowTiles);
        fixed (float* c = &_product.Array[_product.Offset])
        {
            for (int slice = 0; slice < _block.Slices; slice++)
            {
                MultiplySlice(c, slice, row, rowEnd, column, columnEnd);
            }
        }

        if (_isLast && _turned)
        {
            ApplyEpilogue(_block.Column + column, columnEnd - column, _block.Row + row, rowEnd - row);
        }
        else if (_isLast)
        {
            ApplyEpilogue(_block.Row + row, rowEnd - row, _block.Column + column, columnEnd - column);
        }
    }

    private void ApplyEpilogue(int row, int rows, int column, int columns)
    {
        int offset = _product.Offset + (row * _product.Stride) + column;
        _epilogue.Apply(row, column, new MatrixView(_product.Array, offset, rows, columns, _product.Stride));
    }

    private void MultiplySlice(float* c, int slice, int row, int rowEnd, int column, int columnEnd)
    {
        GemmKernel kernel = _block.Kernel;
        nint stride = _product.Stride;
        int depth = slice * _block.SliceDepth;
        int depths = Math.Min(_block.SliceDepth, _block.Depths - depth);
        float beta = slice == 0 ? _beta : 1;
        float* left = _leftPanels + ((nint)depth * _block.Rows);
        float* right = _rightPanels + ((nint)depth * _block.PaddedColumns);
        for (int j = column; j < columnEnd; j += kernel.TileColumns)
        {
            int columns = Math.Min(kernel.TileColumns, columnEnd - j);
            float* b = right + ((nint)j * depths);
            int width = kernel.PanelWidth(columns);
            for (int i = row; i < rowEnd; i += kernel.TileRows)
            {
                int rows = Math.Min(kernel.TileRows, rowEnd - i);
                float* a = left + ((nint)i * depths);
                if (_turned)
                {
                    kernel.MultiplyTurned(
                        rows, columns, depths, a, b, width, c + ((_block.Column + j) * stride) + _block.Row + i, stride, beta);
                }
                else
                {
                    kernel.Multiply(rows, columns, depths, a, b, width, c + ((_block.Row + i) * stride) + _block.Column + j, stride, beta);
                }
            }
        }
    }
}
