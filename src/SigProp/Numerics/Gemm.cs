namespace SigProp.Numerics;

/// <summary>General matrix products: C = op(A) op(B) + beta C, where op is nothing or a transposition.</summary>
/// <remarks>
/// The bits of an element depend on its row of op(A), its column of op(B) and the kernel alone: not on the number of threads, nor on
/// the number of other rows and columns.
/// </remarks>
internal static unsafe class Gemm
{
    /// <summary>Slices of depth packed at once, and elements of each packed operand: they bound the memory for packing.</summary>
    private const int MostSlices = 16;
    private const int MostElements = 1 << 22;

    /// <summary>Products up to this number of multiplications are done by the caller alone.</summary>
    private const long LeastShared = 1 << 18;

    /// <inheritdoc cref="Multiply{TEpilogue}"/>
    public static void Multiply(
        ComputeContext context, in MatrixView a, bool transposeA, in MatrixView b, bool transposeB, in MatrixView c, float beta) =>
        Multiply(context, a, transposeA, b, transposeB, c, beta, default(NoEpilogue));

    /// <summary>C = op(A) op(B) + beta C; then the epilogue for each part of C.</summary>
    /// <param name="context">Threads, kernel and scratch memory.</param>
    /// <param name="a">[m, k], or [k, m] to be transposed.</param>
    /// <param name="transposeA">Whether A is transposed.</param>
    /// <param name="b">[k, n], or [n, k] to be transposed.</param>
    /// <param name="transposeB">Whether B is transposed.</param>
    /// <param name="c">[m, n]; shares no memory with A or B. When beta is 0 it is not read and may hold anything.</param>
    /// <param name="beta">Factor for what C holds already.</param>
    /// <param name="epilogue">Called for every finished part of C by the thread that finished it.</param>
    /// <exception cref="ArgumentException">The shapes do not fit each other.</exception>
    public static void Multiply<TEpilogue>(
        ComputeContext context,
        in MatrixView a,
        bool transposeA,
        in MatrixView b,
        bool transposeB,
        in MatrixView c,
        float beta,
        in TEpilogue epilogue)
        where TEpilogue : struct, IGemmEpilogue
    {
        GemmOperand left = GemmOperand.Left(a, transposeA);
        GemmOperand right = GemmOperand.Right(b, transposeB);
        if (left.Depth != right.Depth || c.Rows != left.Lines || c.Columns != right.Lines)
        {
            throw new ArgumentException($"The shapes do not fit: [{left.Lines}, {left.Depth}] times [{right.Depth}, {right.Lines}] "
                + $"into [{c.Rows}, {c.Columns}]; they must be [m, k] times [k, n] into [m, n].", nameof(c));
        }

        if (c.Rows == 0 || c.Columns == 0)
        {
            return;
        }

        if (left.Depth == 0)
        {
            Scale(c, beta);
            epilogue.Apply(0, 0, c);
            return;
        }

        if (beta == 0 && transposeB && !transposeA && context.Constants?.Find(b, context.Kernel) is { } packed)
        {
            PackedProduct.Multiply(context, a, packed, c, epilogue);
            return;
        }

        bool turned = IsBetterTurned(context.Kernel, c.Rows, c.Columns);
        MultiplyAll(context, turned ? right : left, turned ? left : right, c, turned, beta, epilogue);
    }

    /// <summary>Whether to compute the transposed product, which gives the same bits: tiles may have any number of rows, but whole vectors
    /// of columns, so a narrow product has less to pad when its columns are taken for rows.</summary>
    private static bool IsBetterTurned(GemmKernel kernel, int rows, int columns)
    {
        if (columns > 2 * kernel.TileRows)
        {
            return false;
        }

        long turned = (long)columns * GemmBlock.PaddedTo(kernel, rows);
        return turned * 5 < (long)rows * GemmBlock.PaddedTo(kernel, columns) * 4;
    }

    private static void MultiplyAll<TEpilogue>(
        ComputeContext context, in GemmOperand left, in GemmOperand right, in MatrixView c, bool turned, float beta, in TEpilogue epilogue)
        where TEpilogue : struct, IGemmEpilogue
    {
        GemmKernel kernel = context.Kernel;
        int depth = left.Depth;
        int sliceDepth = GemmBlock.SliceDepthFor(depth);
        int blockDepth = Math.Min(depth, MostSlices * sliceDepth);
        int blockRows = MostLines(blockDepth, kernel.TileRows);
        int blockColumns = MostLines(blockDepth, kernel.TileColumns);
        bool shared = context.Threads > 1 && (long)left.Lines * right.Lines * depth > LeastShared;
        for (int p = 0; p < depth; p += blockDepth)
        {
            int depths = Math.Min(blockDepth, depth - p);
            for (int j = 0; j < right.Lines; j += blockColumns)
            {
                int columns = Math.Min(blockColumns, right.Lines - j);
                for (int i = 0; i < left.Lines; i += blockRows)
                {
                    int rows = Math.Min(blockRows, left.Lines - i);
                    var block = new GemmBlock(kernel, i, rows, j, columns, p, depths, sliceDepth);
                    MultiplyBlock(context, shared, block, left, right, c, turned, p == 0 ? beta : 1, p + depths == depth, epilogue);
                }
            }
        }
    }

    private static void MultiplyBlock<TEpilogue>(
        ComputeContext context,
        bool shared,
        in GemmBlock block,
        in GemmOperand left,
        in GemmOperand right,
        in MatrixView c,
        bool turned,
        float beta,
        bool isLast,
        in TEpilogue epilogue)
        where TEpilogue : struct, IGemmEpilogue
    {
        float* leftPanels = context.LeftPanels.Get(block.Rows * block.Depths);
        float* rightPanels = context.RightPanels.Get(block.PaddedColumns * block.Depths);
        var pack = new PackPanels(block, left, leftPanels, right, rightPanels);
        context.Run(shared, pack.Count, pack);
        var multiply = new MultiplyTiles<TEpilogue>(block, leftPanels, rightPanels, c, turned, beta, isLast, epilogue);
        context.Run(shared, multiply.Count, multiply);

        // The jobs know the panels by address only; it is the context that keeps them.
        GC.KeepAlive(context);
    }

    private static int MostLines(int depth, int panel) => Math.Max(1, MostElements / depth / panel) * panel;

    private static void Scale(in MatrixView c, float beta)
    {
        for (int i = 0; i < c.Rows; i++)
        {
            Span<float> row = c.Row(i);
            if (beta == 0)
            {
                row.Clear();
            }
            else
            {
                System.Numerics.Tensors.TensorPrimitives.Multiply(row, beta, row);
            }
        }
    }
}
