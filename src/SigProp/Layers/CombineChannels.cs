using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using SigProp.Numerics;

namespace SigProp.Layers;

/// <summary>dz = a dy + b + c (w - shift) in place of dy, where xhat = (w - shift) factor; first dy = dy f'(y), where that is still due.</summary>
internal readonly struct CombineChannels(ChannelTiles tiles, MatrixView y, MatrixView dy, ActivationFunction f, float keep, bool multiplied,
    NormalizedRows normalized, ChannelStatistics statistics) : IJob
{
    public void Execute(int item)
    {
        ChannelTile tile = tiles.Tile(item);
        if (tiles.IsWide)
        {
            CombineWide(tile);
        }
        else
        {
            CombineNarrow(tile);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CombineWide(in ChannelTile tile)
    {
        int positions = tiles.Positions;
        for (int row = tile.FirstRow; row < tile.FirstRow + tile.Rows; row++)
        {
            for (int c = tile.FirstChannel; c < tile.FirstChannel + tile.Channels; c++)
            {
                float shift = normalized.Shift(c);
                float a = statistics.OfGradient[c], b = statistics.Constant[c], ofValue = statistics.OfValue[c];
                for (int first = c * positions; first < (c + 1) * positions; first += ChannelTiles.LongestRun)
                {
                    int length = Math.Min(ChannelTiles.LongestRun, ((c + 1) * positions) - first);
                    Span<float> run = dy.Row(row).Slice(first, length);
                    if (!multiplied)
                    {
                        f.MultiplyByDerivative(run, y.Row(row).Slice(first, length), keep);
                    }

                    ChannelRuns.Combine(run, normalized.Row(row).Slice(first, length), normalized.Below, shift, a, b, ofValue);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CombineNarrow(in ChannelTile tile)
    {
        int columns = tile.Channels * tiles.Positions;
        Span<float> a = stackalloc float[columns], b = stackalloc float[columns], ofValue = stackalloc float[columns];
        Span<float> shifts = stackalloc float[columns], values = stackalloc float[columns];
        tiles.Spread(tile, statistics.OfGradient, a);
        tiles.Spread(tile, statistics.Constant, b);
        tiles.Spread(tile, statistics.OfValue, ofValue);
        normalized.SpreadShifts(tiles, tile, shifts);
        for (int row = tile.FirstRow; row < tile.FirstRow + tile.Rows; row++)
        {
            Span<float> part = tiles.Columns(tile, dy.Row(row));
            if (!multiplied)
            {
                f.MultiplyByDerivative(part, tiles.Columns(tile, y.Row(row)), keep);
            }

            normalized.Write(tiles.Columns(tile, normalized.Row(row)), shifts, values);
            TensorPrimitives.MultiplyAdd(values, ofValue, b, values);
            TensorPrimitives.MultiplyAdd(part, a, values, part);
        }
    }
}
