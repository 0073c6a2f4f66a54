using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using SigProp.Numerics;

namespace SigProp.Optimizers;

/// <summary>Updates a parameter by its gradient, a matrix product, tile by tile: the gradient is never written to memory, and what else an update
/// reads comes from there while the tile is being computed.</summary>
/// <param name="rule">How.</param>
/// <param name="step">The step's numbers.</param>
/// <param name="values">The parameter, pinned.</param>
/// <param name="first">First moments, pinned; null where the rule has none.</param>
/// <param name="second">Second moments, pinned; null where the rule has none.</param>
/// <param name="stride">Columns of the parameter.</param>
internal readonly unsafe struct UpdateTiles(UpdateRule rule, UpdateStep step, float* values, float* first, float* second, int stride) : ITileConsumer
{
    /// <summary>Numbers in a cache line.</summary>
    private const int LineNumbers = 16;

    private readonly float* _values = values;
    private readonly float* _first = first;
    private readonly float* _second = second;

    public void Prefetch(int row, int column, int rows, int columns)
    {
        nint at = ((nint)row * stride) + column;
        Prefetch(_values + at, rows, columns);
        if (_first is not null)
        {
            Prefetch(_first + at, rows, columns);
        }

        if (_second is not null)
        {
            Prefetch(_second + at, rows, columns);
        }
    }

    public void Take(int row, int column, int rows, int columns, float* tile, nint tileStride)
    {
        nint at = ((nint)row * stride) + column;
        rule.Apply(_values + at, tile, _first + at, _second + at, rows, columns, stride, tileStride, step);
    }

    /// <summary>Into the level 2 cache: the first is full of what is being multiplied. Rows begin anywhere in a line, so the last element may lie in one
    /// line more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Prefetch(float* line, int rows, int columns)
    {
        for (int i = 0; Sse.IsSupported && i < rows; i++, line += stride)
        {
            for (int j = 0; j < columns; j += LineNumbers)
            {
                Sse.Prefetch1(line + j);
            }

            Sse.Prefetch1(line + columns - 1);
        }
    }
}
