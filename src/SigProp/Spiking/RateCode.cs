using SigProp.Numerics;

namespace SigProp.Spiking;

/// <summary>At each step a spike with the feature's value as its probability.</summary>
internal sealed class RateCode(ImageShape input, int steps) : SpikeCode(input, steps)
{
    protected override void Encode(ReadOnlySpan<float> features, Span<float> spikes, RandomKey key)
    {
        RandomStream stream = key.Stream();
        for (int t = 0; t < StepCount; t++)
        {
            Span<float> step = spikes.Slice(t * features.Length, features.Length);
            for (int j = 0; j < step.Length; j++)
            {
                step[j] = stream.NextSingle() < features[j] ? 1f : 0f;
            }
        }
    }
}
