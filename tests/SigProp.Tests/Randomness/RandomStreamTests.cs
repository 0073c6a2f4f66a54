using System.Runtime.InteropServices;
using SigProp.Numerics;

namespace SigProp.Tests.Randomness;

public sealed class RandomStreamTests
{
    private static RandomStream New(long seed = 1) => RandomKey.FromSeed(seed).Stream();

    [Fact]
    public void Numbers_are_those_of_the_authors_generator()
    {
        // xoshiro256** from the state 1, 2, 3, 4
        RandomStream stream = MemoryMarshal.Read<RandomStream>(MemoryMarshal.AsBytes<ulong>([1, 2, 3, 4]));
        ulong[] expected = [11520, 0, 1509978240, 1215971899390074240, 1216172134540287360];
        Assert.All(expected, value => Assert.Equal(value, stream.NextUInt64()));
    }

    [Fact]
    public void Streams_are_the_same_on_every_machine()
    {
        RandomStream stream = New();
        Assert.All([0x6279c3c9caf24d0bUL, 0x9d746bdfa97aee4aUL, 0x0bd8f5c9498d5984UL], value => Assert.Equal(value, stream.NextUInt64()));
        stream = New();
        Assert.All([3, 6, 0, 4, 4, 9, 6, 4, 1, 2, 2, 8], value => Assert.Equal(value, stream.Next(10)));
        stream = New();
        Assert.All([826073572, 1320826350, 99384036], value => Assert.Equal(value, stream.Next(int.MaxValue)));

        // A bound for which every third number is drawn again.
        stream = New();
        Assert.All(
            [577005724, 922586548, 69418947, 719367619, 944159132, 627487206, 297950734, 368580570],
            value => Assert.Equal(value, stream.Next(1_500_000_000)));
    }

    [Fact]
    public void A_bound_of_one_leaves_no_choice()
    {
        RandomStream stream = New();
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(0, stream.Next(1)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    public void Numbers_below_a_bound_are_as_frequent_as_each_other(int bound)
    {
        RandomStream stream = New(bound);
        int[] counts = new int[bound];
        for (int i = 0; i < 1000 * bound; i++)
        {
            counts[stream.Next(bound)]++;
        }

        // Chi-square: its mean is bound - 1, its deviation sqrt(2 (bound - 1)).
        double chiSquare = counts.Sum(c => (c - 1000.0) * (c - 1000.0) / 1000);
        Assert.InRange(chiSquare, 0, bound - 1 + (5 * Math.Sqrt(2.0 * (bound - 1))));
    }

    [Fact]
    public void Fractions_fill_zero_to_one_without_one()
    {
        RandomStream stream = New();
        float[] values = [.. Enumerable.Range(0, 100_000).Select(_ => stream.NextSingle())];
        Assert.All(values, v => Assert.True(v is >= 0 and < 1));
        Assert.Equal(0.5, values.Average(), 5e-3);
        Assert.Equal(1 / 12.0, values.Average(v => (v - 0.5) * (v - 0.5)), 1e-3);
        Assert.InRange(values.Chunk(2).Average(p => (p[0] - 0.5) * (p[1] - 0.5)), -2e-3, 2e-3);
    }

    [Fact]
    public void Shuffles_put_every_value_anywhere()
    {
        RandomStream stream = New();
        int[,] counts = new int[5, 5];
        for (int i = 0; i < 10_000; i++)
        {
            int[] values = [0, 1, 2, 3, 4];
            stream.Shuffle(values);
            Assert.Equal(10, values.Sum());
            for (int j = 0; j < 5; j++)
            {
                counts[values[j], j]++;
            }
        }

        Assert.All(counts.Cast<int>(), count => Assert.InRange(count, 1800, 2200));
    }
}
