using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using SigProp.Numerics;

namespace SigProp.Layers;

/// <summary>dy = dy f'(y) in place; of each piece sum dy and, where xhat is asked for, sum dy xhat.</summary>
internal readonly struct SumChannels(ChannelTiles tiles, MatrixView y, MatrixView dy, ActivationFunction f, float keep,
    NormalizedRows normalized, double[] pieces) : IJob
{
    public void Execute(int item)
    {
        ChannelTile tile = tiles.Tile(item);
        if (tiles.IsWide)
        {
            SumWide(tile);
        }
        else
        {
            SumNarrow(tile);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SumWide(in ChannelTile tile)
    {
        int positions = tiles.Positions;
        for (int row = tile.FirstRow; row < tile.FirstRow + tile.Rows; row++)
        {
            for (int c = tile.FirstChannel; c < tile.FirstChannel + tile.Channels; c++)
            {
                double sum = 0, dot = 0;
                float shift = normalized.Shift(c), factor = normalized.Factor(c);
                for (int first = c * positions; first < (c + 1) * positions; first += ChannelTiles.LongestRun)
                {
                    int length = Math.Min(ChannelTiles.LongestRun, ((c + 1) * positions) - first);
                    Span<float> run = dy.Row(row).Slice(first, length);
                    f.MultiplyByDerivative(run, y.Row(row).Slice(first, length), keep);
                    if (normalized.Any)
                    {
                        Span<float> v = normalized.Row(row).Slice(first, length);
                        (double s, double d) = ChannelRuns.SumAndDot(run, v, normalized.Below, shift, factor);
                        sum += s;
                        dot += d;
                    }
                    else
                    {
                        sum += ChannelRuns.Sum(run);
                    }
                }

                Write(row, c, sum, dot);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SumNarrow(in ChannelTile tile)
    {
        int columns = tile.Channels * tiles.Positions;
        Span<float> sums = stackalloc float[columns], dots = stackalloc float[columns];
        Span<float> shifts = stackalloc float[columns], values = stackalloc float[columns];
        sums.Clear();
        dots.Clear();
        normalized.SpreadShifts(tiles, tile, shifts);
        for (int row = tile.FirstRow; row < tile.FirstRow + tile.Rows; row++)
        {
            Span<float> part = tiles.Columns(tile, dy.Row(row));
            f.MultiplyByDerivative(part, tiles.Columns(tile, y.Row(row)), keep);
            TensorPrimitives.Add(sums, part, sums);
            if (normalized.Any)
            {
                normalized.Write(tiles.Columns(tile, normalized.Row(row)), shifts, values);
                TensorPrimitives.MultiplyAdd(part, values, dots, dots);
            }
        }

        for (int i = 0; i < tile.Channels; i++)
        {
            int c = tile.FirstChannel + i;
            Write(tile.FirstRow / tiles.RowsInPiece, c, tiles.Fold(sums, i), normalized.Factor(c) * tiles.Fold(dots, i));
        }
    }

    private void Write(int piece, int channel, double sum, double dot)
    {
        int at = (piece * 2 * tiles.Channels) + channel;
        pieces[at] = sum;
        pieces[at + tiles.Channels] = dot;
    }
}
