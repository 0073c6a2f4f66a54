using System.Runtime.CompilerServices;
using SigProp.Numerics;

namespace SigProp.Layers;

/// <summary>y = f(z + b) in place of z, with one bias a channel.</summary>
internal readonly struct AddChannelBias(ChannelTiles tiles, MatrixView z, float[] bias, ActivationFunction f) : IJob
{
    public void Execute(int item)
    {
        ChannelTile tile = tiles.Tile(item);
        if (tiles.IsWide)
        {
            AddWide(tile);
        }
        else
        {
            AddNarrow(tile);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddWide(in ChannelTile tile)
    {
        int positions = tiles.Positions;
        for (int row = tile.FirstRow; row < tile.FirstRow + tile.Rows; row++)
        {
            for (int c = tile.FirstChannel; c < tile.FirstChannel + tile.Channels; c++)
            {
                for (int first = c * positions; first < (c + 1) * positions; first += ChannelTiles.LongestRun)
                {
                    Span<float> run = z.Row(row).Slice(first, Math.Min(ChannelTiles.LongestRun, ((c + 1) * positions) - first));
                    ChannelRuns.Add(run, bias[c]);
                    f.Apply(run);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddNarrow(in ChannelTile tile)
    {
        Span<float> biases = stackalloc float[tile.Channels * tiles.Positions];
        tiles.Spread(tile, bias, biases);
        for (int row = tile.FirstRow; row < tile.FirstRow + tile.Rows; row++)
        {
            f.AddBiasAndApply(tiles.Columns(tile, z.Row(row)), biases);
        }
    }
}
