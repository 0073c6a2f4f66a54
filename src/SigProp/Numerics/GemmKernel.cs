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
            MultiplyPart(rows, columns, depth, a, b, bStride, c, cStride, beta);
        }
    }

    /// <summary>As <see cref="Multiply"/>, for a width of one or two whole vectors.</summary>
    protected abstract void MultiplyTile(
        int rows, int width, int depth, float* a, float* b, nint bStride, float* c, nint cStride, float beta);

    /// <summary>Multiplies into scratch memory of full width, then moves the columns that exist.</summary>
    [SkipLocalsInit]
    private void MultiplyPart(int rows, int columns, int depth, float* a, float* b, nint bStride, float* c, nint cStride, float beta)
    {
        int width = PanelWidth(columns);
        float* tile = stackalloc float[TileRows * TileColumns];
        MultiplyTile(rows, width, depth, a, b, bStride, tile, width, 0);
        for (int i = 0; i < rows; i++, c += cStride, tile += width)
        {
            for (int j = 0; j < columns; j++)
            {
                c[j] = beta == 0 ? tile[j] : float.MultiplyAddEstimate(beta, c[j], tile[j]);
            }
        }
    }
}
