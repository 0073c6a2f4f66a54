namespace SigProp.Numerics;

/// <summary>A matrix product that is computed block by block, each as deep as the product, and not stored.</summary>
internal unsafe ref struct ConsumedProduct
{
    private readonly ComputeContext _context;
    private readonly GemmOperand _left;
    private readonly GemmOperand _right;
    private readonly int _blockRows;
    private readonly int _blockColumns;
    private readonly bool _shared;
    private int _row;
    private int _column;

    /// <param name="context">Threads, kernel and scratch memory.</param>
    /// <param name="a">[m, k], or [k, m] to be transposed.</param>
    /// <param name="transposeA">Whether A is transposed.</param>
    /// <param name="b">[k, n], or [n, k] to be transposed.</param>
    /// <param name="transposeB">Whether B is transposed.</param>
    /// <exception cref="ArgumentException">The shapes do not fit each other.</exception>
    public ConsumedProduct(ComputeContext context, in MatrixView a, bool transposeA, in MatrixView b, bool transposeB)
    {
        _context = context;
        _left = GemmOperand.Left(a, transposeA);
        _right = GemmOperand.Right(b, transposeB);
        if (_left.Depth != _right.Depth || _left.Depth == 0)
        {
            throw new ArgumentException($"The shapes do not fit: [{_left.Lines}, {_left.Depth}] times [{_right.Depth}, {_right.Lines}]; "
                + "they must be [m, k] times [k, n] with k above 0.", nameof(b));
        }

        _blockRows = Gemm.MostLines(_left.Depth, context.Kernel.TileRows);
        _blockColumns = Gemm.MostLines(_left.Depth, context.Kernel.TileColumns);
        _shared = Gemm.IsShared(context, _left.Lines, _right.Lines, _left.Depth);
        _row = -_blockRows;
    }

    public GemmBlock Block { get; private set; }

    public float* LeftPanels { get; private set; }

    public float* RightPanels { get; private set; }

    /// <summary>Packs the next block; false behind the last.</summary>
    public bool Next()
    {
        _row += _blockRows;
        if (_row >= _left.Lines)
        {
            _row = 0;
            _column += _blockColumns;
        }

        if (_column >= _right.Lines || _left.Lines == 0)
        {
            return false;
        }

        int rows = Math.Min(_blockRows, _left.Lines - _row), columns = Math.Min(_blockColumns, _right.Lines - _column), depth = _left.Depth;
        Block = new GemmBlock(_context.Kernel, _row, rows, _column, columns, 0, depth, GemmBlock.SliceDepthFor(depth));
        LeftPanels = _context.LeftPanels.Get(checked(rows * depth));
        RightPanels = _context.RightPanels.Get(checked(Block.PaddedColumns * depth));
        var pack = new PackPanels(Block, _left, LeftPanels, _right, RightPanels);
        _context.Run(_shared, pack.Count, pack);
        return true;
    }

    /// <summary>Multiplies the block: an item for each of its tiles.</summary>
    public readonly void Run<TJob>(in TJob job)
        where TJob : struct, IJob
    {
        _context.Run(_shared, Block.RowTiles * Block.ColumnTiles, job);

        // The jobs know the panels by address only; it is the context that keeps them.
        GC.KeepAlive(_context);
    }
}
