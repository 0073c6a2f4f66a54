using SigProp.Numerics;

namespace SigProp.Spiking;

/// <summary>One spike a feature, at step floor((1 - x) T), and none where x is 0.</summary>
internal sealed class LatencyCode(ImageShape input, int steps) : SpikeCode(input, steps)
{
    protected override void Encode(ReadOnlySpan<float> features, Span<float> spikes, RandomKey key)
    {
        spikes.Clear();
        for (int j = 0; j < features.Length; j++)
        {
            if (features[j] > 0)
            {
                int t = Math.Min(StepCount - 1, (int)((1f - features[j]) * StepCount));
                spikes[(t * features.Length) + j] = 1f;
            }
        }
    }
}
