using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static SigProp.Numerics.TileSize;

namespace SigProp.Numerics;

/// <summary>Tiles of 12 x 32 in 24 of the 32 registers of 16 lanes (AVX-512).</summary>
internal sealed unsafe partial class Vector512Kernel : GemmKernel
{
    /// <summary>Rows of a whole tile.</summary>
    public const int Rows = 12;

    /// <summary>Columns of a whole tile.</summary>
    public const int Columns = 2 * Lanes;

    private const int Lanes = 16;

    public override string Name => "vector512";

    public override bool IsSupported => Vector512.IsHardwareAccelerated;

    public override int TileRows => Rows;

    public override int TileColumns => Columns;

    protected override void MultiplyTile(
        int rows, int width, int depth, float* a, float* b, nint bStride, float* c, nint cStride, float beta)
    {
        if (width == Lanes)
        {
            ForRows<Size1>(rows, depth, a, b, bStride, c, cStride, beta);
        }
        else
        {
            ForRows<Size2>(rows, depth, a, b, bStride, c, cStride, beta);
        }
    }

    private static void ForRows<TVectors>(
        int rows, int depth, float* a, float* b, nint bStride, float* c, nint cStride, float beta)
        where TVectors : struct, ITileSize
    {
        switch (rows)
        {
            case 12: Tile<Size12, TVectors>(depth, a, b, bStride, c, cStride, beta); break;
            case 11: Tile<Size11, TVectors>(depth, a, b, bStride, c, cStride, beta); break;
            case 10: Tile<Size10, TVectors>(depth, a, b, bStride, c, cStride, beta); break;
            case 9: Tile<Size9, TVectors>(depth, a, b, bStride, c, cStride, beta); break;
            case 8: Tile<Size8, TVectors>(depth, a, b, bStride, c, cStride, beta); break;
            case 7: Tile<Size7, TVectors>(depth, a, b, bStride, c, cStride, beta); break;
            case 6: Tile<Size6, TVectors>(depth, a, b, bStride, c, cStride, beta); break;
            case 5: Tile<Size5, TVectors>(depth, a, b, bStride, c, cStride, beta); break;
            case 4: Tile<Size4, TVectors>(depth, a, b, bStride, c, cStride, beta); break;
            case 3: Tile<Size3, TVectors>(depth, a, b, bStride, c, cStride, beta); break;
            case 2: Tile<Size2, TVectors>(depth, a, b, bStride, c, cStride, beta); break;
            case 1: Tile<Size1, TVectors>(depth, a, b, bStride, c, cStride, beta); break;
            default: throw new ArgumentOutOfRangeException(nameof(rows), rows, $"A tile has from 1 to 12 rows; asked for are {rows}.");
        }
    }

    /// <summary>One tile: a pair of accumulators for each of its rows, one for each vector of columns.</summary>
    /// <remarks>
    /// Lane l of accumulator (i, v) holds column v * 16 + l of row i. Scalar equivalent, for each i and j:
    /// <c>float sum = 0; for (p = 0; p &lt; depth; p++) sum = fma(a[p * rows + i], b[p * bStride + j], sum);</c>
    /// There is no remainder: rows and vectors are compiled in, and a panel is padded to whole vectors.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TRows, TVectors>(int depth, float* a, float* b, nint bStride, float* c, nint cStride, float beta)
        where TRows : struct, ITileSize
        where TVectors : struct, ITileSize
    {
        Vector512<float> c00 = default, c10 = default, c20 = default, c30 = default, c40 = default, c50 = default;
        Vector512<float> c01 = default, c11 = default, c21 = default, c31 = default, c41 = default, c51 = default;
        Vector512<float> c60 = default, c70 = default, c80 = default, c90 = default, cA0 = default, cB0 = default;
        Vector512<float> c61 = default, c71 = default, c81 = default, c91 = default, cA1 = default, cB1 = default;
        for (; depth > 0; depth--)
        {
            Vector512<float> b0 = Vector512.Load(b);
            Vector512<float> b1 = TVectors.Value > 1 ? Vector512.Load(b + Lanes) : default;
            Step<TVectors>(a[0], b0, b1, ref c00, ref c01);
            if (TRows.Value > 1) Step<TVectors>(a[1], b0, b1, ref c10, ref c11);
            if (TRows.Value > 2) Step<TVectors>(a[2], b0, b1, ref c20, ref c21);
            if (TRows.Value > 3) Step<TVectors>(a[3], b0, b1, ref c30, ref c31);
            if (TRows.Value > 4) Step<TVectors>(a[4], b0, b1, ref c40, ref c41);
            if (TRows.Value > 5) Step<TVectors>(a[5], b0, b1, ref c50, ref c51);
            if (TRows.Value > 6) Step<TVectors>(a[6], b0, b1, ref c60, ref c61);
            if (TRows.Value > 7) Step<TVectors>(a[7], b0, b1, ref c70, ref c71);
            if (TRows.Value > 8) Step<TVectors>(a[8], b0, b1, ref c80, ref c81);
            if (TRows.Value > 9) Step<TVectors>(a[9], b0, b1, ref c90, ref c91);
            if (TRows.Value > 10) Step<TVectors>(a[10], b0, b1, ref cA0, ref cA1);
            if (TRows.Value > 11) Step<TVectors>(a[11], b0, b1, ref cB0, ref cB1);
            a += TRows.Value;
            b += bStride;
        }

        Store<TVectors>(c, c00, c01, beta);
        if (TRows.Value > 1) Store<TVectors>(c += cStride, c10, c11, beta);
        if (TRows.Value > 2) Store<TVectors>(c += cStride, c20, c21, beta);
        if (TRows.Value > 3) Store<TVectors>(c += cStride, c30, c31, beta);
        if (TRows.Value > 4) Store<TVectors>(c += cStride, c40, c41, beta);
        if (TRows.Value > 5) Store<TVectors>(c += cStride, c50, c51, beta);
        if (TRows.Value > 6) Store<TVectors>(c += cStride, c60, c61, beta);
        if (TRows.Value > 7) Store<TVectors>(c += cStride, c70, c71, beta);
        if (TRows.Value > 8) Store<TVectors>(c += cStride, c80, c81, beta);
        if (TRows.Value > 9) Store<TVectors>(c += cStride, c90, c91, beta);
        if (TRows.Value > 10) Store<TVectors>(c += cStride, cA0, cA1, beta);
        if (TRows.Value > 11) Store<TVectors>(c += cStride, cB0, cB1, beta);
    }

    /// <summary>One step of depth for one row: all lanes times the same element of a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TVectors>(float a, Vector512<float> b0, Vector512<float> b1, ref Vector512<float> c0, ref Vector512<float> c1)
        where TVectors : struct, ITileSize
    {
        Vector512<float> all = Vector512.Create(a);
        c0 = Vector512.FusedMultiplyAdd(all, b0, c0);
        if (TVectors.Value > 1)
        {
            c1 = Vector512.FusedMultiplyAdd(all, b1, c1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVectors>(float* c, Vector512<float> c0, Vector512<float> c1, float beta)
        where TVectors : struct, ITileSize
    {
        if (beta != 0)
        {
            Vector512<float> all = Vector512.Create(beta);
            c0 = Vector512.FusedMultiplyAdd(all, Vector512.Load(c), c0);
            c1 = TVectors.Value > 1 ? Vector512.FusedMultiplyAdd(all, Vector512.Load(c + Lanes), c1) : default;
        }

        c0.Store(c);
        if (TVectors.Value > 1)
        {
            c1.Store(c + Lanes);
        }
    }
}
