using SigProp.Spiking;

namespace SigProp.Tests.Spiking;

/// <summary>Surrogates: smooth steps from 0 to 1, each with the derivative that it is said to have.</summary>
public sealed class SpikeReadingTests
{
    private const float Threshold = 0.5f;

    public static TheoryData<SurrogateKind, float> Surrogates()
    {
        var data = new TheoryData<SurrogateKind, float>();
        foreach (SurrogateKind kind in Enum.GetValues<SurrogateKind>())
        {
            data.Add(kind, 1f);
            data.Add(kind, 2.5f);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Surrogates))]
    public void The_derivative_is_that_of_the_surrogate(SurrogateKind kind, float slope)
    {
        const float Step = 1f / 1024;
        var reading = new SpikeReading(kind, slope, Threshold);
        float[] v = [.. Enumerable.Range(-300, 601).Select(i => Threshold + ((i + 0.5f) * 0.01f))];
        float[] above = new float[v.Length], below = new float[v.Length], gradient = new float[v.Length];
        reading.Read([.. v.Select(x => x + Step)], above);
        reading.Read([.. v.Select(x => x - Step)], below);
        Array.Fill(gradient, 2f);
        reading.MultiplyByDerivative(gradient, v, 0.5f);
        for (int i = 0; i < v.Length; i++)
        {
            Assert.Equal((above[i] - below[i]) / (2 * Step), gradient[i], 0.02f);
        }

        gradient[0] = 1f;
        reading.MultiplyByDerivative(gradient.AsSpan(0, 1), [Threshold], 1f);
        Assert.Equal(slope, gradient[0], 1e-5f);
    }

    [Theory]
    [MemberData(nameof(Surrogates))]
    public void It_rises_from_0_to_1(SurrogateKind kind, float slope)
    {
        var reading = new SpikeReading(kind, slope, Threshold);
        float[] v = [-1e6f, Threshold, 1e6f], r = new float[3];
        reading.Read(v, r);
        Assert.Equal(0f, r[0], 1e-4f);
        Assert.Equal(0.5f, r[1], 1e-6f);
        Assert.Equal(1f, r[2], 1e-4f);
    }

    [Fact]
    public void The_arc_tangent_is_that_of_the_paper()
    {
        var reading = new SpikeReading(SurrogateKind.ArcTangent, 1f, Threshold);
        float[] v = [.. Enumerable.Range(-100_000, 200_001).Select(i => i * 1e-4f)], r = new float[v.Length];
        reading.Read(v, r);
        Assert.All(v.Zip(r), p => Assert.Equal((Math.Atan(Math.PI * (p.First - Threshold)) / Math.PI) + 0.5, p.Second, 3e-7));
    }

    [Fact]
    public void A_number_is_read_alike_in_every_place()
    {
        var reading = new SpikeReading(SurrogateKind.ArcTangent, 1f, Threshold);
        float[] v = Given.Uniform(100, size: 3f), all = new float[100], one = new float[1];
        reading.Read(v, all);
        for (int i = 0; i < v.Length; i++)
        {
            reading.Read(v.AsSpan(i, 1), one);
            Assert.Equal(all[i], one[0]);
        }
    }

    [Fact]
    public void The_voltage_is_read_as_it_is()
    {
        var reading = SpikeReading.Of(new SpikingSpec { LearningSignal = SpikingLearningSignal.Voltage });
        float[] v = Given.Uniform(21), r = new float[21];
        reading.Read(v, r);
        Assert.Equal(v, r);
    }
}
