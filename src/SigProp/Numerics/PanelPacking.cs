using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace SigProp.Numerics;

/// <summary>Copies a panel of an operand into the order in which a kernel reads it.</summary>
/// <remarks>Scalar equivalent: <c>panel[p * width + i] = i &lt; lines ? element p of line i : 0</c>.</remarks>
internal static unsafe class PanelPacking
{
    private const int Lanes = 4;

    /// <summary>Steps of depth taken at once: the elements of one cache line.</summary>
    private const int Steps = 16;

    /// <summary>Packs lines whose elements lie <paramref name="stride"/> apart, the lines side by side: a copy.</summary>
    /// <remarks>Eight lanes at a time, then four; remainder and padding one at a time.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(float* source, nint stride, int lines, int width, int depth, float* panel)
    {
        for (int p = 0; p < depth; p++, source += stride, panel += width)
        {
            int i = 0;
            for (; i <= lines - (2 * Lanes); i += 2 * Lanes)
            {
                Vector256.Load(source + i).Store(panel + i);
            }

            for (; i <= lines - Lanes; i += Lanes)
            {
                Vector128.Load(source + i).Store(panel + i);
            }

            for (; i < lines; i++)
            {
                panel[i] = source[i];
            }

            for (; i < width; i++)
            {
                panel[i] = 0;
            }
        }
    }

    /// <summary>Packs lines that each lie in one piece, <paramref name="stride"/> apart: a transposition.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(float* source, nint stride, int lines, int width, int depth, float* panel)
    {
        for (int first = 0; first < depth; first += Steps, source += Steps, panel += Steps * width)
        {
            int steps = Math.Min(Steps, depth - first);
            TransposeLines(source, stride, lines, steps, panel, width);
            for (int p = 0; lines < width && p < steps; p++)
            {
                new Span<float>(panel + ((nint)p * width) + lines, width - lines).Clear();
            }
        }
    }

    /// <summary>As <see cref="Transpose"/>, but what lies between the lines of one step and the next is left alone.</summary>
    /// <remarks>
    /// Squares of four lines by four steps are turned in registers, two at a time where lanes are eight. Where fewer than four lines or
    /// steps remain, the last square overlaps the one before and writes the same again; fewer than four in all go one element at a time.
    /// Sixteen steps of all lines are done before the next sixteen, so that the part written to stays in the level 1 cache.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TransposeLines(float* source, nint stride, int lines, int depth, float* panel, nint width)
    {
        for (int first = 0; first < depth; first += Steps, source += Steps, panel += Steps * width)
        {
            int steps = Math.Min(Steps, depth - first);
            if (lines < Lanes || steps < Lanes)
            {
                TransposeElements(source, stride, lines, width, steps, panel);
                continue;
            }

            int i = 0;
            if (Sse.IsSupported)
            {
                for (int line = 0; line < lines; line++)
                {
                    Sse.Prefetch0(source + (line * stride) + (2 * Steps));
                }
            }

            for (; Avx.IsSupported && i <= lines - (2 * Lanes); i += 2 * Lanes)
            {
                for (int p = 0; p < steps; p += Lanes)
                {
                    int step = Math.Min(p, steps - Lanes);
                    TransposePair(source + (i * stride) + step, stride, panel + (step * width) + i, width);
                }
            }

            for (; i < lines; i += Lanes)
            {
                int line = Math.Min(i, lines - Lanes);
                for (int p = 0; p < steps; p += Lanes)
                {
                    int step = Math.Min(p, steps - Lanes);
                    TransposeSquare(source + (line * stride) + step, stride, panel + (step * width) + line, width);
                }
            }
        }
    }

    private static void TransposeElements(float* source, nint stride, int lines, nint width, int steps, float* panel)
    {
        for (int i = 0; i < lines; i++)
        {
            for (int p = 0; p < steps; p++)
            {
                panel[(p * width) + i] = source[(i * stride) + p];
            }
        }
    }

    /// <summary>Turns a square of 4 x 4: lane l of the source's row r goes to lane r of the target's row l.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeSquare(float* from, nint fromStride, float* to, nint toStride)
    {
        Vector128<float> r0 = Vector128.Load(from);
        Vector128<float> r1 = Vector128.Load(from + fromStride);
        Vector128<float> r2 = Vector128.Load(from + (2 * fromStride));
        Vector128<float> r3 = Vector128.Load(from + (3 * fromStride));

        // Evens and odds of the interleaving of rows 0, 2 and 1, 3; interleaved again they are the columns.
        Vector128<float> low02 = InterleaveLow(r0, r2);
        Vector128<float> high02 = InterleaveHigh(r0, r2);
        Vector128<float> low13 = InterleaveLow(r1, r3);
        Vector128<float> high13 = InterleaveHigh(r1, r3);
        InterleaveLow(low02, low13).Store(to);
        InterleaveHigh(low02, low13).Store(to + toStride);
        InterleaveLow(high02, high13).Store(to + (2 * toStride));
        InterleaveHigh(high02, high13).Store(to + (3 * toStride));
    }

    /// <summary>Turns two squares of 4 x 4, one below the other: the upper in the lower four lanes, the lower in the upper four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposePair(float* from, nint fromStride, float* to, nint toStride)
    {
        float* below = from + (Lanes * fromStride);
        Vector256<float> r0 = Vector256.Create(Vector128.Load(from), Vector128.Load(below));
        Vector256<float> r1 = Vector256.Create(Vector128.Load(from + fromStride), Vector128.Load(below + fromStride));
        Vector256<float> r2 = Vector256.Create(Vector128.Load(from + (2 * fromStride)), Vector128.Load(below + (2 * fromStride)));
        Vector256<float> r3 = Vector256.Create(Vector128.Load(from + (3 * fromStride)), Vector128.Load(below + (3 * fromStride)));
        Vector256<float> low02 = Avx.UnpackLow(r0, r2);
        Vector256<float> high02 = Avx.UnpackHigh(r0, r2);
        Vector256<float> low13 = Avx.UnpackLow(r1, r3);
        Vector256<float> high13 = Avx.UnpackHigh(r1, r3);
        Avx.UnpackLow(low02, low13).Store(to);
        Avx.UnpackHigh(low02, low13).Store(to + toStride);
        Avx.UnpackLow(high02, high13).Store(to + (2 * toStride));
        Avx.UnpackHigh(high02, high13).Store(to + (3 * toStride));
    }

    /// <summary>a0 b0 a1 b1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveLow(Vector128<float> a, Vector128<float> b)
    {
        if (Sse.IsSupported)
        {
            return Sse.UnpackLow(a, b);
        }

        return AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b) : Vector128.Create(a[0], b[0], a[1], b[1]);
    }

    /// <summary>a2 b2 a3 b3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveHigh(Vector128<float> a, Vector128<float> b)
    {
        if (Sse.IsSupported)
        {
            return Sse.UnpackHigh(a, b);
        }

        return AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b) : Vector128.Create(a[2], b[2], a[3], b[3]);
    }
}
