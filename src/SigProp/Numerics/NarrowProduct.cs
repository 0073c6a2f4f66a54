using System.Numerics;
using System.Runtime.CompilerServices;
using static SigProp.Numerics.TileSize;

namespace SigProp.Numerics;

/// <summary>C = A B^T for a B of so few rows that its rows fill one panel: A is read where it lies, for packing it would cost as much as the product. An
/// item is a block of rows.</summary>
/// <remarks>The chains of multiply-adds and the slices of the depth are those of <see cref="Gemm"/>, and so are the bits.</remarks>
internal readonly unsafe struct NarrowProduct<TEpilogue> : IJob
    where TEpilogue : struct, IGemmEpilogue
{
    /// <summary>Rows of A that are multiplied at once: with two vectors of columns their sums hide the time that an addition takes.</summary>
    private const int TileRows = 6;

    /// <summary>Rows of an item.</summary>
    private const int BlockRows = 2 * TileRows;

    private readonly MatrixView _a;
    private readonly float* _panel;
    private readonly MatrixView _c;
    private readonly TEpilogue _epilogue;

    private NarrowProduct(in MatrixView a, float* panel, in MatrixView c, in TEpilogue epilogue)
    {
        _a = a;
        _panel = panel;
        _c = c;
        _epilogue = epilogue;
    }

    /// <summary>The most rows of B.</summary>
    public static int MostColumns => 2 * Vector<float>.Count;

    /// <summary>C = A B^T, then the epilogue for each part of C; overwrites C.</summary>
    /// <param name="context">Threads and scratch memory.</param>
    /// <param name="shared">Whether it is worth sharing between threads.</param>
    /// <param name="a">[m, k].</param>
    /// <param name="b">[n, k], n at most <see cref="MostColumns"/>.</param>
    /// <param name="c">[m, n]; shares no memory with A or B.</param>
    /// <param name="epilogue">Called for every finished part of C.</param>
    public static void Multiply(ComputeContext context, bool shared, in MatrixView a, in MatrixView b, in MatrixView c, in TEpilogue epilogue)
    {
        float* panel = context.RightPanels.Get(checked(b.Columns * MostColumns));
        fixed (float* source = &b.Array[b.Offset])
        {
            PanelPacking.Transpose(source, b.Stride, b.Rows, MostColumns, b.Columns, panel);
        }

        context.Run(shared, GemmBlock.Parts(a.Rows, BlockRows), new NarrowProduct<TEpilogue>(a, panel, c, epilogue));

        // The job knows the panel by address only; it is the context that keeps it.
        GC.KeepAlive(context);
    }

    [SkipLocalsInit]
    public void Execute(int item)
    {
        int first = item * BlockRows, end = Math.Min(_a.Rows, first + BlockRows), depth = _a.Columns;
        int sliceDepth = GemmBlock.SliceDepthFor(depth);
        float* tile = stackalloc float[TileRows * MostColumns];
        fixed (float* a = &_a.Array[_a.Offset])
        {
            for (int row = first; row < end; row += TileRows)
            {
                int rows = Math.Min(TileRows, end - row);
                for (int p = 0; p < depth; p += sliceDepth)
                {
                    float* source = a + ((nint)row * _a.Stride) + p;
                    float* panel = _panel + ((nint)p * MostColumns);
                    MultiplyRows(rows, Math.Min(sliceDepth, depth - p), source, _a.Stride, panel, tile, p > 0);
                }

                for (int i = 0; i < rows; i++)
                {
                    new ReadOnlySpan<float>(tile + (i * MostColumns), _c.Columns).CopyTo(_c.Row(row + i));
                }
            }
        }

        _epilogue.Apply(first, 0, _c.Slice(first, end - first));
    }

    private static void MultiplyRows(int rows, int depth, float* a, nint stride, float* panel, float* tile, bool adds)
    {
        switch (rows)
        {
            case 6: Tile<Size6>(depth, a, stride, panel, tile, adds); break;
            case 5: Tile<Size5>(depth, a, stride, panel, tile, adds); break;
            case 4: Tile<Size4>(depth, a, stride, panel, tile, adds); break;
            case 3: Tile<Size3>(depth, a, stride, panel, tile, adds); break;
            case 2: Tile<Size2>(depth, a, stride, panel, tile, adds); break;
            default: Tile<Size1>(depth, a, stride, panel, tile, adds); break;
        }
    }

    /// <summary>Up to six rows times two vectors of columns. Scalar equivalent, for each row i and column j:
    /// <c>float sum = 0; for (p = 0; p &lt; depth; p++) sum = fma(a[i, p], b[j, p], sum);</c> then added to what was there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TRows>(int depth, float* a, nint stride, float* panel, float* tile, bool adds)
        where TRows : struct, ITileSize
    {
        Vector<float> c00 = default, c10 = default, c20 = default, c30 = default, c40 = default, c50 = default;
        Vector<float> c01 = default, c11 = default, c21 = default, c31 = default, c41 = default, c51 = default;
        float* a3 = a + (3 * stride);
        for (int p = 0; p < depth; p++, a++, a3++, panel += 2 * Vector<float>.Count)
        {
            Vector<float> b0 = Vector.Load(panel), b1 = Vector.Load(panel + Vector<float>.Count);
            Step(a[0], b0, b1, ref c00, ref c01);
            if (TRows.Value > 1) Step(a[stride], b0, b1, ref c10, ref c11);
            if (TRows.Value > 2) Step(a[2 * stride], b0, b1, ref c20, ref c21);
            if (TRows.Value > 3) Step(a3[0], b0, b1, ref c30, ref c31);
            if (TRows.Value > 4) Step(a3[stride], b0, b1, ref c40, ref c41);
            if (TRows.Value > 5) Step(a3[2 * stride], b0, b1, ref c50, ref c51);
        }

        Store(tile, c00, c01, adds);
        if (TRows.Value > 1) Store(tile += 2 * Vector<float>.Count, c10, c11, adds);
        if (TRows.Value > 2) Store(tile += 2 * Vector<float>.Count, c20, c21, adds);
        if (TRows.Value > 3) Store(tile += 2 * Vector<float>.Count, c30, c31, adds);
        if (TRows.Value > 4) Store(tile += 2 * Vector<float>.Count, c40, c41, adds);
        if (TRows.Value > 5) Store(tile += 2 * Vector<float>.Count, c50, c51, adds);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(float a, Vector<float> b0, Vector<float> b1, ref Vector<float> c0, ref Vector<float> c1)
    {
        var all = new Vector<float>(a);
        c0 = Vector.MultiplyAddEstimate(all, b0, c0);
        c1 = Vector.MultiplyAddEstimate(all, b1, c1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* tile, Vector<float> c0, Vector<float> c1, bool adds)
    {
        (adds ? c0 + Vector.Load(tile) : c0).Store(tile);
        (adds ? c1 + Vector.Load(tile + Vector<float>.Count) : c1).Store(tile + Vector<float>.Count);
    }
}
