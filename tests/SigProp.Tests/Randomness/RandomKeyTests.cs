using SigProp.Numerics;

namespace SigProp.Tests.Randomness;

public sealed class RandomKeyTests
{
    private static readonly RandomKey s_key = RandomKey.FromSeed(1);

    [Fact]
    public void Keys_are_the_same_on_every_machine()
    {
        Assert.Equal(0xe220a8397b1dcdafUL, RandomKey.Mix(0)); // the first number of SplitMix64 from seed 0
        Assert.Equal(0xdad34bdfa5ec06b0UL, s_key.Value);
        Assert.Equal(0xbc9f5ef506e4b9e5UL, RandomKey.FromSeed(-1).Value);
        Assert.Equal(0x69f641c0ab27b15fUL, s_key.Split("weight").Value);
        Assert.Equal(0x1db7a0f8f4a903feUL, s_key.Split(0).Value);
        Assert.Equal(0x34d1bee13ce85260UL, s_key.Split(-1).Value);
    }

    [Fact]
    public void Names_numbers_and_their_order_make_keys_of_their_own()
    {
        RandomKey[] keys =
        [
            s_key, s_key.Split("a"), s_key.Split("b"), s_key.Split("ab"), s_key.Split("a").Split("b"), s_key.Split("b").Split("a"), s_key.Split(""),
            s_key.Split("0"), s_key.Split("a").Split(0), s_key.Split(0).Split("a"), .. Enumerable.Range(-500, 1000).Select(i => s_key.Split(i)),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Fact]
    public void Neighbouring_numbers_give_streams_that_have_nothing_in_common()
    {
        ulong[] first = [.. Enumerable.Range(0, 1000).Select(i => s_key.Split(i).Stream()).Select(s => s.NextUInt64())];
        int[] ones = [.. first.Zip(first[1..], (a, b) => System.Numerics.BitOperations.PopCount(a ^ b))];
        Assert.InRange(ones.Average(), 31.5, 32.5);
        Assert.InRange(ones.Min(), 8, 32);
    }
}
