using System.Numerics;
using System.Runtime.CompilerServices;

namespace SigProp.Numerics;

/// <summary>C = A W^T for a W packed once, by one thread: many rows of A are packed, a single one is read where it lies.</summary>
/// <remarks>The bits of an element are those of <see cref="Gemm"/>: a chain of multiply-adds in each slice of the depth, the slices added in order.</remarks>
internal static unsafe class PackedProduct
{
    /// <summary>Rows packed at once: what is packed stays in the level 2 cache.</summary>
    private const int MostRows = 240;

    /// <summary>Columns between two calls of the epilogue: they are still in the cache, and enough to be worth a call.</summary>
    private const int MostColumns = 256;

    /// <summary>C = A W^T; then the epilogue for each part of C.</summary>
    /// <param name="context">Scratch memory and the kernel, for which W was packed.</param>
    /// <param name="a">[m, k].</param>
    /// <param name="w">[n, k].</param>
    /// <param name="c">[m, n]; shares no memory with A. Overwritten.</param>
    /// <param name="epilogue">Called for every finished part of C.</param>
    public static void Multiply<TEpilogue>(ComputeContext context, in MatrixView a, PackedMatrix w, in MatrixView c, in TEpilogue epilogue)
        where TEpilogue : struct, IGemmEpilogue
    {
        int sliceDepth = GemmBlock.SliceDepthFor(w.Depth);
        for (int row = 0; row < c.Rows; row += MostRows)
        {
            int rows = Math.Min(MostRows, c.Rows - row);
            fixed (float* source = a.Row(row), product = c.Row(row))
            {
                float* left = source;
                if (rows > 1)
                {
                    left = context.LeftPanels.Get(checked(rows * w.Depth));
                    Pack(w.Kernel, source, a.Stride, rows, w.Depth, sliceDepth, left);
                }

                for (int column = 0; column < c.Columns; column += MostColumns)
                {
                    int end = Math.Min(c.Columns, column + MostColumns);
                    if (rows == 1)
                    {
                        MultiplyRow(w, sliceDepth, left, product, column, end);
                    }
                    else
                    {
                        MultiplyRows(w, sliceDepth, left, rows, product, c.Stride, column, end);
                    }

                    epilogue.Apply(row, column, new MatrixView(c.Array, c.Offset + (row * c.Stride) + column, rows, end - column, c.Stride));
                }
            }
        }

        // Panels are known by address only; it is these that keep them.
        GC.KeepAlive(context);
        GC.KeepAlive(w);
    }

    /// <summary>Slice after slice, in each panel after panel of rows, in each step after step of depth.</summary>
    private static void Pack(GemmKernel kernel, float* source, nint stride, int rows, int depth, int sliceDepth, float* panels)
    {
        for (int first = 0; first < depth; first += sliceDepth)
        {
            int depths = Math.Min(sliceDepth, depth - first);
            for (int row = 0; row < rows; row += kernel.TileRows)
            {
                int lines = Math.Min(kernel.TileRows, rows - row);
                PanelPacking.Transpose(source + (row * stride) + first, stride, lines, lines, depths, panels);
                panels += (nint)lines * depths;
            }
        }
    }

    /// <summary>A panel of W stays in the cache while all rows go by.</summary>
    private static void MultiplyRows(PackedMatrix w, int sliceDepth, float* left, int rows, float* product, nint stride, int column, int end)
    {
        GemmKernel kernel = w.Kernel;
        for (int j = column; j < end; j += kernel.TileColumns)
        {
            int columns = Math.Min(kernel.TileColumns, end - j), width = kernel.PanelWidth(columns);
            float* panel = w.Panel(j);
            for (int first = 0; first < w.Depth; first += sliceDepth)
            {
                int depths = Math.Min(sliceDepth, w.Depth - first);
                float* a = left + ((nint)first * rows), b = panel + ((nint)first * width);
                for (int i = 0; i < rows; i += kernel.TileRows)
                {
                    int height = Math.Min(kernel.TileRows, rows - i);
                    kernel.Multiply(height, columns, depths, a, b, width, product + (i * stride) + j, stride, first == 0 ? 0 : 1);
                    a += (nint)height * depths;
                }
            }
        }
    }

    /// <summary>One row: nothing is used twice, so as many sums go on side by side as hide the time that an addition takes.</summary>
    private static void MultiplyRow(PackedMatrix w, int sliceDepth, float* row, float* product, int column, int end)
    {
        GemmKernel kernel = w.Kernel;
        int step = 8 * Vector<float>.Count;
        bool whole = kernel.TileColumns % Vector<float>.Count == 0 && step % kernel.TileColumns == 0;
        int j = column;
        for (; whole && j <= end - step; j += step)
        {
            for (int first = 0; first < w.Depth; first += sliceDepth)
            {
                EightVectors(w, row + first, Math.Min(sliceDepth, w.Depth - first), j, first, product + j);
            }
        }

        MultiplyRows(w, sliceDepth, row, 1, product, 0, j, end);
    }

    /// <summary>Eight vectors of columns, of one panel or of several. Scalar equivalent, for each column:
    /// <c>float sum = 0; for (p = 0; p &lt; depths; p++) sum = fma(row[p], w[column, first + p], sum);</c> then added to what was there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EightVectors(PackedMatrix w, float* row, int depths, int column, int first, float* product)
    {
        int lanes = Vector<float>.Count, width = w.Kernel.TileColumns;
        float* b0 = At(w, column, first), b1 = At(w, column + lanes, first), b2 = At(w, column + (2 * lanes), first);
        float* b3 = At(w, column + (3 * lanes), first), b4 = At(w, column + (4 * lanes), first), b5 = At(w, column + (5 * lanes), first);
        float* b6 = At(w, column + (6 * lanes), first), b7 = At(w, column + (7 * lanes), first);
        Vector<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        nint at = 0;
        for (int p = 0; p < depths; p++, at += width)
        {
            var all = new Vector<float>(row[p]);
            s0 = Vector.MultiplyAddEstimate(all, Vector.Load(b0 + at), s0);
            s1 = Vector.MultiplyAddEstimate(all, Vector.Load(b1 + at), s1);
            s2 = Vector.MultiplyAddEstimate(all, Vector.Load(b2 + at), s2);
            s3 = Vector.MultiplyAddEstimate(all, Vector.Load(b3 + at), s3);
            s4 = Vector.MultiplyAddEstimate(all, Vector.Load(b4 + at), s4);
            s5 = Vector.MultiplyAddEstimate(all, Vector.Load(b5 + at), s5);
            s6 = Vector.MultiplyAddEstimate(all, Vector.Load(b6 + at), s6);
            s7 = Vector.MultiplyAddEstimate(all, Vector.Load(b7 + at), s7);
        }

        Store(s0, product, first);
        Store(s1, product + lanes, first);
        Store(s2, product + (2 * lanes), first);
        Store(s3, product + (3 * lanes), first);
        Store(s4, product + (4 * lanes), first);
        Store(s5, product + (5 * lanes), first);
        Store(s6, product + (6 * lanes), first);
        Store(s7, product + (7 * lanes), first);
    }

    /// <summary>A column's element at a step of depth.</summary>
    private static float* At(PackedMatrix w, int column, int depth)
    {
        int width = w.Kernel.TileColumns, inPanel = column % width;
        return w.Panel(column - inPanel) + ((nint)depth * width) + inPanel;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector<float> sum, float* product, int first)
        => (first == 0 ? sum : sum + Vector.Load(product)).Store(product);
}
