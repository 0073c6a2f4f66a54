using System.Numerics;
using SigProp.Layers;

namespace SigProp.Tests.Layers;

public sealed class DropoutTests
{
    [Theory]
    [InlineData(0.1f)]
    [InlineData(0.5f)]
    [InlineData(0.9f)]
    public void Values_are_dropped_at_the_rate_and_the_others_scaled_up(float rate)
    {
        float[] values = Mask(rate, 17, 200_000);
        float kept = 1f / (1f - rate);
        Assert.All(values, v => Assert.True(v == 0 || v == kept));
        Assert.Equal(rate, values.Count(v => v == 0) / 200_000.0, 4e-3);
        Assert.Equal(1, values.Average(), 0.02);

        // Whether a neighbour was dropped tells nothing, at any distance that a width may have.
        foreach (int distance in new[] { 1, 2, 8, 64, 100, 1024 })
        {
            double both = values.Zip(values.Skip(distance), (a, b) => a == 0 && b == 0).Count(b => b) / (double)(values.Length - distance);
            Assert.Equal(rate * rate, both, 6e-3);
        }
    }

    [Fact]
    public void A_place_is_dropped_whether_it_falls_into_a_vector_or_the_remainder()
    {
        float[] all = Mask(0.4f, 99, 200);
        for (int length = 0; length < (3 * Vector<float>.Count) + 2; length++)
        {
            Assert.Equal(all[..length], Mask(0.4f, 99, length));
        }
    }

    [Fact]
    public void Keys_make_masks_of_their_own()
    {
        bool[] one = [.. Mask(0.5f, 1, 20_000).Select(v => v == 0)], two = [.. Mask(0.5f, 2, 20_000).Select(v => v == 0)];
        Assert.InRange(one.Zip(two).Count(p => p.First == p.Second), 9_600, 10_400);
        Assert.Equal(Mask(0.5f, 1, 20_000), Mask(0.5f, 1, 20_000));
    }

    [Fact]
    public void A_rate_of_zero_leaves_all_as_it_is()
    {
        float[] values = Given.Uniform(50), before = [.. values];
        new Dropout(0f, 5).Apply(values);
        Assert.Equal(before, values);
    }

    [Fact]
    public void Masks_are_the_same_on_every_machine()
        => Assert.Equal("#..##.#######.#.#.#.##.###..#.#.##..#..#", string.Concat(Mask(0.5f, 123, 40).Select(v => v == 0 ? '.' : '#')));

    private static float[] Mask(float rate, uint key, int length)
    {
        float[] values = new float[length];
        Array.Fill(values, 1f);
        new Dropout(rate, key).Apply(values);
        return values;
    }
}
