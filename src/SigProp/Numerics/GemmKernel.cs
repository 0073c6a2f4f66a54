using System.Runtime.CompilerServices;

namespace SigProp.Numerics;

/// <summary>Multiplies one panel of rows by one panel of columns: the innermost part of a matrix product.</summary>
/// <remarks>
/// Every element is a chain of fused multiply-adds in the order of the depth, begun at zero, then added to what was there. The chain
/// is the same in every kernel and at every place in a tile, so kernels whose arithmetic is fused give the same bits.
/// </remarks>
internal abstract unsafe class GemmKernel
{
    /// <summary>What SIGPROP_KERNEL calls it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the processor and the runtime have what it needs.</summary>
    public abstract bool IsSupported { get; }

    /// <summary>The most rows of a tile.</summary>
    public abstract int TileRows { get; }

    /// <summary>The most columns of a tile: two vectors.</summary>
    public abstract int TileColumns { get; }

    /// <summary>Columns of the packed panel that holds <paramref name="columns"/> columns: one vector or two.</summary>
    public int PanelWidth(int columns) => columns <= TileColumns / 2 ? TileColumns / 2 : TileColumns;

    /// <summary>
    /// c(i, j) = sum over p of a(p, i) b(p, j) + beta c(i, j), with i below <paramref name="rows"/> and j below
    /// <paramref name="columns"/>; c is not read when beta is 0.
    /// </summary>
    /// <param name="rows">Rows of the tile, from 1 to <see cref="TileRows"/>.</param>
    /// <param name="columns">Columns of the tile, from 1 to <see cref="TileColumns"/>.</param>
    /// <param name="depth">Number of products in each sum.</param>
    /// <param name="a">Element (p, i) at p * rows + i.</param>
    /// <param name="b">Element (p, j) at p * bStride + j; readable up to the panel width.</param>
    /// <param name="bStride">Distance between two steps of depth in b.</param>
    /// <param name="c">Element (i, j) at i * cStride + j.</param>
    /// <param name="cStride">Distance between two rows of c.</param>
    /// <param name="beta">Factor for what c holds already.</param>
    public void Multiply(int rows, int columns, int depth, float* a, float* b, nint bStride, float* c, nint cStride, float beta)
    {
        int width = PanelWidth(columns);
        if (columns == width)
        {
            MultiplyTile(rows, width, depth, a, b, bStride, c, cStride, beta);
        }
        else
        {
            MultiplyApart(rows, columns, depth, a, b, bStride, c, cStride, 1, beta);
        }
    }

    /// <summary>As <see cref="Multiply"/>, but element (i, j) of the product goes to j * cStride + i of c.</summary>
    public void MultiplyTurned(int rows, int columns, int depth, float* a, float* b, nint bStride, float* c, nint cStride, float beta) =>
        MultiplyApart(rows, columns, depth, a, b, bStride, c, 1, cStride, beta);

    /// <summary>As <see cref="Multiply"/>, for a width of one or two whole vectors.</summary>
    protected abstract void MultiplyTile(
        int rows, int width, int depth, float* a, float* b, nint bStride, float* c, nint cStride, float beta);

    /// <summary>Multiplies into scratch memory of full width, then moves the elements that exist to where they belong.</summary>
    [SkipLocalsInit]
    private void MultiplyApart(
        int rows, int columns, int depth, float* a, float* b, nint bStride, float* c, nint rowStride, nint columnStride, float beta)
    {
        int width = PanelWidth(columns);
        float* tile = stackalloc float[TileRows * TileColumns];
        MultiplyTile(rows, width, depth, a, b, bStride, tile, width, 0);

        // The loop inside is the one whose steps in c are short.
        bool alongRow = columnStride == 1;
        int outer = alongRow ? rows : columns;
        int inner = alongRow ? columns : rows;
        nint outerStep = alongRow ? width : 1;
        nint innerStep = alongRow ? 1 : width;
        nint cStep = alongRow ? rowStride : columnStride;
        for (int o = 0; o < outer; o++, c += cStep, tile += outerStep)
        {
            for (int n = 0; n < inner; n++)
            {
                float sum = tile[n * innerStep];
                c[n] = beta == 0 ? sum : float.MultiplyAddEstimate(beta, c[n], sum);
            }
        }
    }
}
