using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SigProp.Numerics;

/// <summary>The mean of each window, the padding counted as zeros.</summary>
internal readonly unsafe struct AveragePooling : IPooling
{
    private const int Lanes = 8;

    /// <inheritdoc/>
    /// <remarks>Windows of 2 x 2, four at a time: the sum of two rows, then of even and odd lanes.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(in PoolingShape shape, float* x, float* y)
    {
        int width = shape.OutputWidth, inputWidth = shape.InputWidth, height = shape.OutputHeight;
        float factor = 1f / (shape.WindowHeight * shape.WindowWidth);
        bool isHalving = shape.IsHalving;
        Vector256<int> evensThenOdds = Vector256.Create(0, 2, 4, 6, 1, 3, 5, 7);
        for (int row = 0; row < height; row++, y += width)
        {
            int j = 0;
            float* above = x + ((nint)2 * row * inputWidth), below = above + inputWidth;
            for (; isHalving && j <= width - (Lanes / 2); j += Lanes / 2)
            {
                Vector256<float> sum = Vector256.Load(above + (2 * j)) + Vector256.Load(below + (2 * j));
                Vector256<float> apart = Vector256.Shuffle(sum, evensThenOdds);
                ((apart.GetLower() + apart.GetUpper()) * factor).Store(y + j);
            }

            for (; j < width; j++)
            {
                y[j] = Sum(shape, x, row, j) * factor;
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(in PoolingShape shape, float* x, float* y, float* dy, float* dx)
    {
        int width = shape.OutputWidth, inputWidth = shape.InputWidth, height = shape.OutputHeight;
        float factor = 1f / (shape.WindowHeight * shape.WindowWidth);
        bool isHalving = shape.IsHalving;
        Vector256<int> twice = Vector256.Create(0, 0, 1, 1, 2, 2, 3, 3);
        new Span<float>(dx, shape.InputPositions).Clear();
        for (int row = 0; row < height; row++, dy += width)
        {
            int j = 0;
            float* above = dx + ((nint)2 * row * inputWidth), below = above + inputWidth;
            for (; isHalving && j <= width - (Lanes / 2); j += Lanes / 2)
            {
                Vector256<float> part = Vector256.Shuffle(Vector256.Create(Vector128.Load(dy + j) * factor, default), twice);
                part.Store(above + (2 * j));
                part.Store(below + (2 * j));
            }

            for (; j < width; j++)
            {
                Add(shape, dx, row, j, dy[j] * factor);
            }
        }
    }

    private static float Sum(in PoolingShape shape, float* x, int row, int column)
    {
        (int top, int bottom, int left, int right) = shape.Window(row, column);
        float sum = 0;
        for (int i = top; i < bottom; i++)
        {
            for (int j = left; j < right; j++)
            {
                sum += x[(i * shape.InputWidth) + j];
            }
        }

        return sum;
    }

    private static void Add(in PoolingShape shape, float* dx, int row, int column, float part)
    {
        (int top, int bottom, int left, int right) = shape.Window(row, column);
        for (int i = top; i < bottom; i++)
        {
            for (int j = left; j < right; j++)
            {
                dx[(i * shape.InputWidth) + j] += part;
            }
        }
    }
}
