using SigProp.Numerics;

namespace SigProp.Layers;

/// <summary>The bias of maps, one number a channel, together with the activation: what stands where normalisation does not.</summary>
internal static class ChannelBias
{
    /// <summary>y = f(z + b), in place.</summary>
    public static void AddBiasAndActivate(ComputeContext context, in MatrixView z, Parameter bias, int channels, ActivationFunction f)
    {
        var tiles = new ChannelTiles(z, channels);
        context.Workers.Run(tiles.Count, new AddChannelBias(tiles, z, bias.View.Array, f));
    }

    /// <summary>dy = dy f'(y) in place, for some of the rows; adds sum dy to <see cref="ChannelStatistics.Sums"/>.</summary>
    public static void Back(ComputeContext context, in MatrixView y, in MatrixView dy, int channels, ActivationFunction f,
        ChannelStatistics statistics, float keep = 1f)
    {
        var tiles = new ChannelTiles(dy, channels);
        context.Workers.Run(tiles.Count, new SumChannels(tiles, y, dy, f, keep, default, statistics.Pieces(tiles)));
        statistics.AddPieces(tiles, statistics.Sums(channels));
    }

    /// <summary>db = sum dy.</summary>
    public static void WriteGradient(ChannelStatistics statistics, Span<float> gradient)
    {
        ReadOnlySpan<double> sums = statistics.Sums(gradient.Length);
        for (int c = 0; c < gradient.Length; c++)
        {
            gradient[c] = (float)sums[c];
        }
    }
}
