using SigProp.Numerics;

namespace SigProp.Layers;

/// <summary>Sets whole channels of a sample to zero with a given probability and scales the others up (Tompson et al. 2015): the
/// positions of a map tell too much of each other for dropout by element to hide anything.</summary>
internal readonly struct SpatialDropout
{
    private readonly Dropout _dropout;

    public SpatialDropout(float rate, uint key) => _dropout = new Dropout(rate, key);

    /// <summary>values[i, p] = hash(key, i) &lt; rate ? 0 : values[i, p] / (1 - rate), i = sample x channels + channel, which
    /// <paramref name="start"/> is for the first of these whole channels.</summary>
    public void Apply(Span<float> values, int positions, uint start = 0)
    {
        for (int i = 0; i < values.Length; i += positions)
        {
            _dropout.ApplyOne(values.Slice(i, positions), start + (uint)(i / positions));
        }
    }

    /// <summary>The same for dense rows, by all threads.</summary>
    public void Apply(ComputeContext context, in MatrixView values, int positions)
    {
        int length = DropChannels.ChannelsInItem(positions), channels = values.Elements.Length / positions;
        context.Workers.Run((channels + length - 1) / length, new DropChannels(this, values, positions));
    }
}
