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

    /// <summary>Elements of a left operand, at most, that the caller alone packs.</summary>
    private const int MostSmall = 1 << 14;

    /// <summary>Whether a product is large enough to be worth sharing between threads.</summary>
    public static bool IsShared(ComputeContext context, int rows, int columns, int depth)
        => context.Threads > 1 && (long)rows * columns * depth > LeastShared;

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

        if (beta == 0 && transposeB && !transposeA && c.Columns <= NarrowProduct<TEpilogue>.MostColumns)
        {
            NarrowProduct<TEpilogue>.Multiply(context, IsShared(context, c.Rows, c.Columns, left.Depth), a, b, c, epilogue);
            return;
        }

        if (beta == 0 && !transposeB && IsSmall(context.Kernel, c.Rows, left.Depth) && c.Columns < WideProduct.LeastColumns)
        {
            WideProduct.Multiply(context, a, transposeA, b, c);
            epilogue.Apply(0, 0, c);
            return;
        }

        bool turned = IsBetterTurned(context.Kernel, c.Rows, c.Columns);
        MultiplyAll(context, turned ? right : left, turned ? left : right, c, turned, beta, epilogue);
    }

    /// <summary>op(A) op(B), handed tile by tile to a consumer and never stored.</summary>
    /// <param name="context">Threads, kernel and scratch memory.</param>
    /// <param name="a">[m, k], or [k, m] to be transposed.</param>
    /// <param name="transposeA">Whether A is transposed.</param>
    /// <param name="b">[k, n], or [n, k] to be transposed.</param>
    /// <param name="transposeB">Whether B is transposed.</param>
    /// <param name="consumer">Takes the tiles; it must not change A or B.</param>
    /// <exception cref="ArgumentException">The shapes do not fit each other.</exception>
    public static void Consume<TConsumer>(
        ComputeContext context, in MatrixView a, bool transposeA, in MatrixView b, bool transposeB, in TConsumer consumer)
        where TConsumer : struct, ITileConsumer
    {
        var product = new ConsumedProduct(context, a, transposeA, b, transposeB);
        while (product.Next())
        {
            product.Run(new ConsumeTiles<TConsumer>(product.Block, product.LeftPanels, product.RightPanels, consumer));
        }
    }

    /// <summary>As <see cref="Consume{TConsumer}"/>; where kernel and depth allow, what is done with a tile is done while the next is being
    /// computed.</summary>
    public static void Consume<TConsumer, TWork>(
        ComputeContext context, in MatrixView a, bool transposeA, in MatrixView b, bool transposeB, in TConsumer consumer)
        where TConsumer : struct, ISideConsumer<TWork>
        where TWork : struct, ISideWork
    {
        var product = new ConsumedProduct(context, a, transposeA, b, transposeB);
        while (product.Next())
        {
            if (context.Kernel is Vector512Kernel && product.Block.Slices == 1)
            {
                product.Run(new ConsumeTilesAlongside<TConsumer, TWork>(product.Block, product.LeftPanels, product.RightPanels, consumer));
            }
            else
            {
                product.Run(new ConsumeTiles<TConsumer>(product.Block, product.LeftPanels, product.RightPanels, consumer));
            }
        }
    }

    /// <summary>Whether the left operand has so little that packing the right one would cost as much as the product.</summary>
    private static bool IsSmall(GemmKernel kernel, int rows, int depth)
        => (rows <= 2 * kernel.TileRows || depth <= 2 * kernel.TileRows) && (long)rows * depth <= MostSmall;

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
        bool shared = IsShared(context, left.Lines, right.Lines, depth);
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

    /// <summary>Lines of an operand that are packed at once, where each is so deep.</summary>
    public static int MostLines(int depth, int panel) => Math.Max(1, MostElements / depth / panel) * panel;

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
