namespace SigProp.Numerics;

/// <summary>C = op(A) B for a small A and rows of B and C as wide as maps: B is multiplied where it lies, for packing it would cost as much
/// as the product. An item is a block of columns.</summary>
/// <remarks>
/// The depth is cut into slices by itself alone and each element is the sum, in order, of its slices: the bits of an element depend on its
/// row of op(A), its column of B and the kernel alone, as those of <see cref="Gemm"/> do; up to a depth of one slice they are the same.
/// </remarks>
internal readonly unsafe struct WideProduct : IJob
{
    /// <summary>Columns from which on it is the better way.</summary>
    public const int LeastColumns = 8_192;

    /// <summary>Columns of an item: the part of C, a few rows, stays in the level 2 cache from slice to slice.</summary>
    private const int BlockColumns = 1_024;

    /// <summary>Steps of depth in a slice: as many rows of B are read side by side, each from front to back.</summary>
    private const int SliceDepth = 16;

    private readonly GemmKernel _kernel;
    private readonly float* _panels;
    private readonly MatrixView _b;
    private readonly MatrixView _c;

    private WideProduct(GemmKernel kernel, float* panels, in MatrixView b, in MatrixView c)
    {
        _kernel = kernel;
        _panels = panels;
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
        Pack(context.Kernel, a, transposeA, rows, depth, panels);
        context.Workers.Run(GemmBlock.Parts(c.Columns, BlockColumns), new WideProduct(context.Kernel, panels, b, c));

        // The job knows the panels by address only; it is the context that keeps them.
        GC.KeepAlive(context);
    }

    public void Execute(int item)
    {
        int column = item * BlockColumns;
        int end = Math.Min(_c.Columns, column + BlockColumns);
        fixed (float* b = &_b.Array[_b.Offset], c = &_c.Array[_c.Offset])
        {
            for (int p = 0; p < _b.Rows; p += SliceDepth)
            {
                int depths = Math.Min(SliceDepth, _b.Rows - p);
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
        float* padded = stackalloc float[SliceDepth * width];
        PanelPacking.Copy(b, _b.Stride, columns, width, depths, padded);
        _kernel.Multiply(rows, columns, depths, a, padded, width, c, _c.Stride, beta);
    }

    /// <summary>Slice after slice, in each panel after panel of rows, in each step after step of depth.</summary>
    private static void Pack(GemmKernel kernel, in MatrixView a, bool transposeA, int rows, int depth, float* panels)
    {
        for (int slice = 0; slice < depth; slice += SliceDepth)
        {
            int end = Math.Min(depth, slice + SliceDepth);
            for (int row = 0; row < rows; row += kernel.TileRows)
            {
                int rowEnd = Math.Min(rows, row + kernel.TileRows);
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
