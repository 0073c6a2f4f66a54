using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using SigProp.Numerics;

namespace SigProp.Layers;

/// <summary>y = f(scale xhat + shift), xhat = (z - mean) inverse, in place of z; keeps xhat where <paramref name="normalized"/> has rows.</summary>
internal readonly struct NormalizeChannels(ChannelTiles tiles, MatrixView z, MatrixView normalized, ActivationFunction f,
    float[] mean, float[] inverse, float[] scale, float[] shift) : IJob
{
    public void Execute(int item)
    {
        // From the end: the statistics' pass has just been there.
        ChannelTile tile = tiles.TileFromEnd(item);
        if (tiles.IsWide)
        {
            NormalizeWide(tile);
        }
        else
        {
            NormalizeNarrow(tile);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void NormalizeWide(in ChannelTile tile)
    {
        int positions = tiles.Positions;
        for (int row = tile.FirstRow; row < tile.FirstRow + tile.Rows; row++)
        {
            for (int c = tile.FirstChannel; c < tile.FirstChannel + tile.Channels; c++)
            {
                for (int first = c * positions; first < (c + 1) * positions; first += ChannelTiles.LongestRun)
                {
                    int length = Math.Min(ChannelTiles.LongestRun, ((c + 1) * positions) - first);
                    Span<float> x = z.Row(row).Slice(first, length);
                    Span<float> xhat = normalized.Rows > 0 ? normalized.Row(row).Slice(first, length) : default;
                    ChannelRuns.Normalize(x, xhat, mean[c], inverse[c], scale[c], shift[c]);
                    f.Apply(x);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void NormalizeNarrow(in ChannelTile tile)
    {
        int columns = tile.Channels * tiles.Positions;
        Span<float> means = stackalloc float[columns], inverses = stackalloc float[columns];
        Span<float> scales = stackalloc float[columns], shifts = stackalloc float[columns];
        tiles.Spread(tile, mean, means);
        tiles.Spread(tile, inverse, inverses);
        tiles.Spread(tile, scale, scales);
        tiles.Spread(tile, shift, shifts);
        for (int row = tile.FirstRow; row < tile.FirstRow + tile.Rows; row++)
        {
            Span<float> x = tiles.Columns(tile, z.Row(row));
            TensorPrimitives.Subtract(x, means, x);
            TensorPrimitives.Multiply(x, inverses, x);
            if (normalized.Rows > 0)
            {
                x.CopyTo(tiles.Columns(tile, normalized.Row(row)));
            }

            TensorPrimitives.MultiplyAdd(x, scales, shifts, x);
            f.Apply(x);
        }
    }
}
