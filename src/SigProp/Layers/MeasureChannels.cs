using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using SigProp.Numerics;

namespace SigProp.Layers;

/// <summary>The mean and the sum of squared deviations of each piece, both while its values are in the nearest cache.</summary>
/// <remarks>mean = m + s / n and M2 = q - s^2 / n, with s and q the sums of (x - m) and (x - m)^2 about the mean m as a 32-bit number:
/// that corrects m's rounding.</remarks>
internal readonly struct MeasureChannels(ChannelTiles tiles, MatrixView z, double[] pieces) : IJob
{
    public void Execute(int item)
    {
        ChannelTile tile = tiles.Tile(item);
        if (tiles.IsWide)
        {
            MeasureWide(tile);
        }
        else
        {
            MeasureNarrow(tile);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MeasureWide(in ChannelTile tile)
    {
        int positions = tiles.Positions;
        for (int row = tile.FirstRow; row < tile.FirstRow + tile.Rows; row++)
        {
            for (int channel = tile.FirstChannel; channel < tile.FirstChannel + tile.Channels; channel++)
            {
                ReadOnlySpan<float> x = z.Row(row).Slice(channel * positions, positions);
                double sum = 0;
                for (int i = 0; i < positions; i += ChannelTiles.LongestRun)
                {
                    sum += ChannelRuns.Sum(x.Slice(i, Math.Min(ChannelTiles.LongestRun, positions - i)));
                }

                float about = (float)(sum / positions);
                double deviations = 0, squares = 0;
                for (int i = 0; i < positions; i += ChannelTiles.LongestRun)
                {
                    (double s, double q) = ChannelRuns.Moments(x.Slice(i, Math.Min(ChannelTiles.LongestRun, positions - i)), about);
                    deviations += s;
                    squares += q;
                }

                Write(row, channel, positions, about, deviations, squares);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MeasureNarrow(in ChannelTile tile)
    {
        int columns = tile.Channels * tiles.Positions, count = tile.Rows * tiles.Positions;
        Span<float> about = stackalloc float[columns], deviation = stackalloc float[columns];
        Span<float> sums = stackalloc float[columns], squares = stackalloc float[columns];
        sums.Clear();
        squares.Clear();
        for (int row = tile.FirstRow; row < tile.FirstRow + tile.Rows; row++)
        {
            TensorPrimitives.Add(sums, tiles.Columns(tile, z.Row(row)), sums);
        }

        for (int i = 0; i < tile.Channels; i++)
        {
            about.Slice(i * tiles.Positions, tiles.Positions).Fill((float)(tiles.Fold(sums, i) / count));
        }

        sums.Clear();
        for (int row = tile.FirstRow; row < tile.FirstRow + tile.Rows; row++)
        {
            TensorPrimitives.Subtract(tiles.Columns(tile, z.Row(row)), about, deviation);
            TensorPrimitives.Add(sums, deviation, sums);
            TensorPrimitives.MultiplyAdd(deviation, deviation, squares, squares);
        }

        for (int i = 0; i < tile.Channels; i++)
        {
            Write(tile.FirstRow / tiles.RowsInPiece, tile.FirstChannel + i, count, about[i * tiles.Positions],
                tiles.Fold(sums, i), tiles.Fold(squares, i));
        }
    }

    private void Write(int piece, int channel, int count, double about, double deviations, double squares)
    {
        int at = (piece * 2 * tiles.Channels) + channel;
        pieces[at] = about + (deviations / count);
        pieces[at + tiles.Channels] = Math.Max(0, squares - (deviations * deviations / count));
    }
}
