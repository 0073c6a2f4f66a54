using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static SigProp.Numerics.TileSize;

namespace SigProp.Numerics;

/// <summary>Tiles of 6 x 16 in 12 of the 16 registers of 8 lanes (AVX2 and FMA).</summary>
internal sealed unsafe class Vector256Kernel : GemmKernel
{
    private const int Lanes = 8;

    public override string Name => "vector256";

    public override bool IsSupported => Vector256.IsHardwareAccelerated && Fma.IsSupported;

    public override int TileRows => 6;

    public override int TileColumns => 2 * Lanes;

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
            case 6: Tile<Size6, TVectors>(depth, a, b, bStride, c, cStride, beta); break;
            case 5: Tile<Size5, TVectors>(depth, a, b, bStride, c, cStride, beta); break;
            case 4: Tile<Size4, TVectors>(depth, a, b, bStride, c, cStride, beta); break;
            case 3: Tile<Size3, TVectors>(depth, a, b, bStride, c, cStride, beta); break;
            case 2: Tile<Size2, TVectors>(depth, a, b, bStride, c, cStride, beta); break;
            case 1: Tile<Size1, TVectors>(depth, a, b, bStride, c, cStride, beta); break;
            default: throw new ArgumentOutOfRangeException(nameof(rows), rows, $"A tile has from 1 to 6 rows; asked for are {rows}.");
        }
    }

    /// <summary>One tile: a pair of accumulators for each of its rows, one for each vector of columns.</summary>
    /// <remarks>
    /// Lane l of accumulator (i, v) holds column v * 8 + l of row i. Scalar equivalent, for each i and j:
    /// <c>float sum = 0; for (p = 0; p &lt; depth; p++) sum = fma(a[p * rows + i], b[p * bStride + j], sum);</c>
    /// There is no remainder: rows and vectors are compiled in, and a panel is padded to whole vectors.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TRows, TVectors>(int depth, float* a, float* b, nint bStride, float* c, nint cStride, float beta)
        where TRows : struct, ITileSize
        where TVectors : struct, ITileSize
    {
        Vector256<float> c00 = default, c10 = default, c20 = default, c30 = default, c40 = default, c50 = default;
        Vector256<float> c01 = default, c11 = default, c21 = default, c31 = default, c41 = default, c51 = default;
        for (; depth > 0; depth--)
        {
            Vector256<float> b0 = Vector256.Load(b);
            Vector256<float> b1 = TVectors.Value > 1 ? Vector256.Load(b + Lanes) : default;
            Step<TVectors>(a[0], b0, b1, ref c00, ref c01);
            if (TRows.Value > 1) Step<TVectors>(a[1], b0, b1, ref c10, ref c11);
            if (TRows.Value > 2) Step<TVectors>(a[2], b0, b1, ref c20, ref c21);
            if (TRows.Value > 3) Step<TVectors>(a[3], b0, b1, ref c30, ref c31);
            if (TRows.Value > 4) Step<TVectors>(a[4], b0, b1, ref c40, ref c41);
            if (TRows.Value > 5) Step<TVectors>(a[5], b0, b1, ref c50, ref c51);
            a += TRows.Value;
            b += bStride;
        }

        Store<TVectors>(c, c00, c01, beta);
        if (TRows.Value > 1) Store<TVectors>(c += cStride, c10, c11, beta);
        if (TRows.Value > 2) Store<TVectors>(c += cStride, c20, c21, beta);
        if (TRows.Value > 3) Store<TVectors>(c += cStride, c30, c31, beta);
        if (TRows.Value > 4) Store<TVectors>(c += cStride, c40, c41, beta);
        if (TRows.Value > 5) Store<TVectors>(c += cStride, c50, c51, beta);
    }

    /// <summary>One step of depth for one row: all lanes times the same element of a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TVectors>(float a, Vector256<float> b0, Vector256<float> b1, ref Vector256<float> c0, ref Vector256<float> c1)
        where TVectors : struct, ITileSize
    {
        Vector256<float> all = Vector256.Create(a);
        c0 = Vector256.FusedMultiplyAdd(all, b0, c0);
        if (TVectors.Value > 1)
        {
            c1 = Vector256.FusedMultiplyAdd(all, b1, c1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVectors>(float* c, Vector256<float> c0, Vector256<float> c1, float beta)
        where TVectors : struct, ITileSize
    {
        if (beta != 0)
        {
            Vector256<float> all = Vector256.Create(beta);
            c0 = Vector256.FusedMultiplyAdd(all, Vector256.Load(c), c0);
            c1 = TVectors.Value > 1 ? Vector256.FusedMultiplyAdd(all, Vector256.Load(c + Lanes), c1) : default;
        }

        c0.Store(c);
        if (TVectors.Value > 1)
        {
            c1.Store(c + Lanes);
        }
    }
}
