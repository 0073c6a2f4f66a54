using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SigProp.Numerics;

/// <summary>The largest element of each window; its gradient goes to the first element that is as large.</summary>
internal readonly unsafe struct MaxPooling : IPooling
{
    private const int Lanes = 8;

    /// <inheritdoc/>
    /// <remarks>Windows of 2 x 2, four at a time: the larger of two rows, then of even and odd lanes.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(in PoolingShape shape, float* x, float* y)
    {
        int width = shape.OutputWidth, inputWidth = shape.InputWidth, height = shape.OutputHeight;
        bool isHalving = shape.IsHalving;
        Vector256<int> evensThenOdds = Vector256.Create(0, 2, 4, 6, 1, 3, 5, 7);
        for (int row = 0; row < height; row++, y += width)
        {
            int j = 0;
            float* above = x + ((nint)2 * row * inputWidth), below = above + inputWidth;
            for (; isHalving && j <= width - (Lanes / 2); j += Lanes / 2)
            {
                Vector256<float> larger = Vector256.Max(Vector256.Load(above + (2 * j)), Vector256.Load(below + (2 * j)));
                Vector256<float> apart = Vector256.Shuffle(larger, evensThenOdds);
                Vector128.Max(apart.GetLower(), apart.GetUpper()).Store(y + j);
            }

            for (; j < width; j++)
            {
                y[j] = Largest(shape, x, row, j);
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>Windows of 2 x 2, four at a time: a lane is chosen if it equals the maximum and none before it in its window does.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(in PoolingShape shape, float* x, float* y, float* dy, float* dx)
    {
        if (!shape.IsHalving)
        {
            BackwardAny(shape, x, y, dy, dx);
            return;
        }

        int width = shape.OutputWidth, inputWidth = shape.InputWidth, height = shape.OutputHeight;
        Vector256<int> twice = Vector256.Create(0, 0, 1, 1, 2, 2, 3, 3);
        Vector256<int> evens = Vector256.Create(0, 0, 2, 2, 4, 4, 6, 6), odds = Vector256.Create(1, 1, 3, 3, 5, 5, 7, 7);
        Vector256<float> isOdd = Vector256.Create(0, -1, 0, -1, 0, -1, 0, -1).AsSingle();
        for (int row = 0; row < height; row++, y += width, dy += width, x += 2 * inputWidth, dx += 2 * inputWidth)
        {
            float* below = x + inputWidth, dBelow = dx + inputWidth;
            int j = 0;
            for (; j <= width - (Lanes / 2); j += Lanes / 2)
            {
                Vector256<float> largest = Vector256.Shuffle(Vector256.Create(Vector128.Load(y + j), default), twice);
                Vector256<float> gradient = Vector256.Shuffle(Vector256.Create(Vector128.Load(dy + j), default), twice);
                Vector256<float> isAbove = Vector256.Equals(Vector256.Load(x + (2 * j)), largest);
                Vector256<float> isBelow = Vector256.Equals(Vector256.Load(below + (2 * j)), largest);
                Vector256<float> leftAbove = Vector256.Shuffle(isAbove, evens), leftBelow = Vector256.Shuffle(isBelow, evens);
                Vector256<float> anyAbove = leftAbove | Vector256.Shuffle(isAbove, odds);
                (gradient & Vector256.AndNot(isAbove, leftAbove & isOdd)).Store(dx + (2 * j));
                (gradient & Vector256.AndNot(isBelow, anyAbove | (leftBelow & isOdd))).Store(dBelow + (2 * j));
            }

            for (; j < width; j++)
            {
                float largest = y[j];
                bool a = x[2 * j] == largest, b = !a && x[(2 * j) + 1] == largest;
                bool c = !a && !b && below[2 * j] == largest, d = !a && !b && !c && below[(2 * j) + 1] == largest;
                dx[2 * j] = a ? dy[j] : 0;
                dx[(2 * j) + 1] = b ? dy[j] : 0;
                dBelow[2 * j] = c ? dy[j] : 0;
                dBelow[(2 * j) + 1] = d ? dy[j] : 0;
            }

            if (2 * width < inputWidth)
            {
                dx[2 * width] = dBelow[2 * width] = 0;
            }
        }

        new Span<float>(dx, (shape.InputHeight - (2 * height)) * inputWidth).Clear();
    }

    /// <summary>Windows may overlap here, so an element may be chosen more than once.</summary>
    private static void BackwardAny(in PoolingShape shape, float* x, float* y, float* dy, float* dx)
    {
        new Span<float>(dx, shape.InputPositions).Clear();
        for (int row = 0; row < shape.OutputHeight; row++)
        {
            for (int column = 0; column < shape.OutputWidth; column++, y++, dy++)
            {
                int first = First(shape, x, *y, row, column);
                if (first >= 0)
                {
                    dx[first] += *dy;
                }
            }
        }
    }

    private static float Largest(in PoolingShape shape, float* x, int row, int column)
    {
        (int top, int bottom, int left, int right) = shape.Window(row, column);
        float largest = float.NegativeInfinity;
        for (int i = top; i < bottom; i++)
        {
            for (int j = left; j < right; j++)
            {
                largest = MathF.Max(largest, x[(i * shape.InputWidth) + j]);
            }
        }

        return largest;
    }

    /// <summary>The index of the first element of a window that equals <paramref name="largest"/>, or -1.</summary>
    private static int First(in PoolingShape shape, float* x, float largest, int row, int column)
    {
        (int top, int bottom, int left, int right) = shape.Window(row, column);
        for (int i = top; i < bottom; i++)
        {
            for (int j = left; j < right; j++)
            {
                if (x[(i * shape.InputWidth) + j] == largest)
                {
                    return (i * shape.InputWidth) + j;
                }
            }
        }

        return -1;
    }
}
