namespace SigProp.Numerics;

/// <summary>C = op(A) B for a small A: B is multiplied where it lies, for packing it would cost as much as the product. An item is a block of
/// columns.</summary>
/// <remarks>
/// The depth is cut into slices by itself alone and each element is the sum, in order, of its slices: the bits of an element depend on its
/// row of op(A), its column of B and the kernel alone. Where rows are not as wide as maps they are those of <see cref="Gemm"/>.
/// </remarks>
internal readonly unsafe struct WideProduct : IJob
{
    /// <summary>Columns from which on rows are as wide as maps.</summary>
    public const int LeastColumns = 8_192;

    /// <summary>Columns of an item where rows are as wide as maps: the part of C, a few rows, stays in the level 2 cache from slice to slice.</summary>
    private const int WideColumns = 1_024;

    /// <summary>Columns of an item elsewhere: enough items for several threads.</summary>
    private const int BlockColumns = 64;

    /// <summary>Steps of depth in a slice where rows are as wide as maps: as many rows of B are read side by side, each from front to back.</summary>
    private const int WideDepth = 16;

    private readonly GemmKernel _kernel;
    private readonly float* _panels;
    private readonly MatrixView _b;
    private readonly MatrixView _c;

    private readonly int _sliceDepth;
    private readonly int _blockColumns;

    private WideProduct(GemmKernel kernel, float* panels, in MatrixView b, in MatrixView c)
    {
        _kernel = kernel;
        _panels = panels;
        bool isWide = c.Columns >= LeastColumns;
        _sliceDepth = isWide ? WideDepth : GemmBlock.SliceDepthFor(b.Rows);
        _blockColumns = isWide ? WideColumns : BlockColumns;
        _b = b;
        _c = c;
    }

    /// <summary>C = op(A) B; overwrites C.</summary>
    /// <param name="context">Threads, kernel and scratch memory.</param>
    /// <param name="a">[m, k], or [k, m] to be transposed.</param>
    /// <param name="transposeA">Whether A is transposed.</param>
    /// <param name="b">[k, n].</param>
    /// <param name="c">[m, n]; shares no memory with A or B.</param>
    /// <exception cref="ArgumentException">The shapes do not fit each other.</exception>
    public static void Multiply(ComputeContext context, in MatrixView a, bool transposeA, in MatrixView b, in MatrixView c)
    {
        (int rows, int depth) = transposeA ? (a.Columns, a.Rows) : (a.Rows, a.Columns);
        if (depth != b.Rows || rows != c.Rows || b.Columns != c.Columns)
        {
            throw new ArgumentException($"The shapes do not fit: [{rows}, {depth}] times [{b.Rows}, {b.Columns}] into [{c.Rows}, {c.Columns}].",
                nameof(c));
        }

        if (rows == 0 || depth == 0)
        {
            for (int i = 0; i < rows; i++)
            {
                c.Row(i).Clear();
            }

            return;
        }

        float* panels = context.LeftPanels.Get(rows * depth);
        var product = new WideProduct(context.Kernel, panels, b, c);
        product.Pack(a, transposeA);
        context.Run(Gemm.IsShared(context, rows, c.Columns, depth), GemmBlock.Parts(c.Columns, product._blockColumns), product);

        // The job knows the panels by address only; it is the context that keeps them.
        GC.KeepAlive(context);
    }

    public void Execute(int item)
    {
        int column = item * _blockColumns;
        int end = Math.Min(_c.Columns, column + _blockColumns);
        fixed (float* b = &_b.Array[_b.Offset], c = &_c.Array[_c.Offset])
        {
            for (int p = 0; p < _b.Rows; p += _sliceDepth)
            {
                int depths = Math.Min(_sliceDepth, _b.Rows - p);
                for (int i = 0; i < _c.Rows; i += _kernel.TileRows)
                {
                    MultiplyRows(i, p, depths, column, end, b + ((nint)p * _b.Stride), c + ((nint)i * _c.Stride));
                }
            }
        }
    }

    private void MultiplyRows(int row, int depth, int depths, int column, int end, float* b, float* c)
    {
        int rows = Math.Min(_kernel.TileRows, _c.Rows - row);
        float* a = _panels + ((nint)depth * _c.Rows) + ((nint)row * depths);
        float beta = depth == 0 ? 0 : 1;
        int j = column;
        for (; j <= end - _kernel.TileColumns; j += _kernel.TileColumns)
        {
            _kernel.Multiply(rows, _kernel.TileColumns, depths, a, b + j, _b.Stride, c + j, _c.Stride, beta);
        }

        if (j < end)
        {
            MultiplyRest(rows, end - j, depths, a, b + j, c + j, beta);
        }
    }

    /// <summary>The last columns; kernels read whole vectors, and behind a row of B there may be nothing.</summary>
    private void MultiplyRest(int rows, int columns, int depths, float* a, float* b, float* c, float beta)
    {
        int width = _kernel.PanelWidth(columns);
        float* padded = stackalloc float[depths * width];
        PanelPacking.Copy(b, _b.Stride, columns, width, depths, padded);
        _kernel.Multiply(rows, columns, depths, a, padded, width, c, _c.Stride, beta);
    }

    /// <summary>Slice after slice, in each panel after panel of rows, in each step after step of depth.</summary>
    private void Pack(in MatrixView a, bool transposeA)
    {
        float* panels = _panels;
        int rows = _c.Rows, depth = _b.Rows, tileRows = _kernel.TileRows;
        for (int slice = 0; slice < depth; slice += _sliceDepth)
        {
            int end = Math.Min(depth, slice + _sliceDepth);
            for (int row = 0; row < rows; row += tileRows)
            {
                int rowEnd = Math.Min(rows, row + tileRows);
                for (int p = slice; p < end; p++)
                {
                    for (int i = row; i < rowEnd; i++)
                    {
                        *panels++ = transposeA ? a[p, i] : a[i, p];
                    }
                }
            }
        }
    }
}
