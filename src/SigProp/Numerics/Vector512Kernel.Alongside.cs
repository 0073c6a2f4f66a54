using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SigProp.Numerics;

internal sealed unsafe partial class Vector512Kernel
{
    /// <summary>A whole tile of 12 x 32, as <see cref="GemmKernel.Multiply"/> with beta 0 and the tile's own stride, with the steps of
    /// <paramref name="work"/> spread over the depth.</summary>
    /// <remarks>The products keep both multipliers busy and leave half of what else a core can do. The bits of the tile are those of
    /// <see cref="GemmKernel.Multiply"/>: the same chains.</remarks>
    /// <param name="depth">Number of products in each sum.</param>
    /// <param name="a">Element (p, i) at p * 12 + i.</param>
    /// <param name="b">Element (p, j) at p * 32 + j.</param>
    /// <param name="tile">Element (i, j) at i * 32 + j. Written when the work has been done, which may therefore read what the tile held.</param>
    /// <param name="work">What is done alongside.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyAlongside<TWork>(int depth, float* a, float* b, float* tile, ref TWork work)
        where TWork : struct, ISideWork
    {
        Vector512<float> c00 = default, c10 = default, c20 = default, c30 = default, c40 = default, c50 = default;
        Vector512<float> c01 = default, c11 = default, c21 = default, c31 = default, c41 = default, c51 = default;
        Vector512<float> c60 = default, c70 = default, c80 = default, c90 = default, cA0 = default, cB0 = default;
        Vector512<float> c61 = default, c71 = default, c81 = default, c91 = default, cA1 = default, cB1 = default;
        int steps = work.Steps, rest = depth;
        for (int step = 0; step <= steps; step++)
        {
            // As many steps of depth between two steps of the work, and all that remain behind the last.
            int until = step == steps ? 0 : depth - (int)((long)depth * (step + 1) / (steps + 1));
            for (; rest > until; rest--)
            {
                Vector512<float> b0 = Vector512.Load(b), b1 = Vector512.Load(b + Lanes);
                Step<TileSize.Size2>(a[0], b0, b1, ref c00, ref c01);
                Step<TileSize.Size2>(a[1], b0, b1, ref c10, ref c11);
                Step<TileSize.Size2>(a[2], b0, b1, ref c20, ref c21);
                Step<TileSize.Size2>(a[3], b0, b1, ref c30, ref c31);
                Step<TileSize.Size2>(a[4], b0, b1, ref c40, ref c41);
                Step<TileSize.Size2>(a[5], b0, b1, ref c50, ref c51);
                Step<TileSize.Size2>(a[6], b0, b1, ref c60, ref c61);
                Step<TileSize.Size2>(a[7], b0, b1, ref c70, ref c71);
                Step<TileSize.Size2>(a[8], b0, b1, ref c80, ref c81);
                Step<TileSize.Size2>(a[9], b0, b1, ref c90, ref c91);
                Step<TileSize.Size2>(a[10], b0, b1, ref cA0, ref cA1);
                Step<TileSize.Size2>(a[11], b0, b1, ref cB0, ref cB1);
                a += Rows;
                b += Columns;
            }

            if (step < steps)
            {
                work.Step(step);
            }
        }

        Store<TileSize.Size2>(tile, c00, c01, 0);
        Store<TileSize.Size2>(tile += Columns, c10, c11, 0);
        Store<TileSize.Size2>(tile += Columns, c20, c21, 0);
        Store<TileSize.Size2>(tile += Columns, c30, c31, 0);
        Store<TileSize.Size2>(tile += Columns, c40, c41, 0);
        Store<TileSize.Size2>(tile += Columns, c50, c51, 0);
        Store<TileSize.Size2>(tile += Columns, c60, c61, 0);
        Store<TileSize.Size2>(tile += Columns, c70, c71, 0);
        Store<TileSize.Size2>(tile += Columns, c80, c81, 0);
        Store<TileSize.Size2>(tile += Columns, c90, c91, 0);
        Store<TileSize.Size2>(tile += Columns, cA0, cA1, 0);
        Store<TileSize.Size2>(tile += Columns, cB0, cB1, 0);
    }
}
