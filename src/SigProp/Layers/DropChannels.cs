using SigProp.Numerics;

namespace SigProp.Layers;

/// <summary>Spatial dropout of dense rows; an item is a run of channels.</summary>
internal readonly struct DropChannels(SpatialDropout dropout, MatrixView values, int positions) : IJob
{
    public static int ChannelsInItem(int positions) => Math.Max(1, DropElements.Length / positions);

    public void Execute(int item)
    {
        int channels = ChannelsInItem(positions);
        Span<float> rest = values.Elements[(item * channels * positions)..];
        dropout.Apply(rest[..Math.Min(channels * positions, rest.Length)], positions, (uint)(item * channels));
    }
}
