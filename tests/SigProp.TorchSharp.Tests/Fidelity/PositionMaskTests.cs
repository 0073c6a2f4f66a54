using SigProp.Layers;
using SigProp.Numerics;
using SigProp.TorchSharp.Networks;
using LibTorch = global::TorchSharp.torch;

namespace SigProp.TorchSharp.Tests.Fidelity;

/// <summary>Masks of dropout are those of the managed engine, bit for bit.</summary>
public sealed class PositionMaskTests
{
    public static TheoryData<float, uint> Masks => new()
    {
        { 0f, 0u },
        { 0.1f, 1u },
        { 0.5f, 0x80000000u },
        { 0.2f, 0xFFFFFFFFu },
        { 0.999f, 0xDEADBEEFu },
        { 1e-7f, 0x9E3779B9u },
    };

    [Theory]
    [MemberData(nameof(Masks))]
    public void Elements_are_dropped_as_the_managed_engine_drops_them(float rate, uint key)
    {
        const int Count = (1 << 20) + 100_003;
        float[] expected = [.. Enumerable.Repeat(1f, Count)];
        new Dropout(rate, key).Apply(expected);
        Assert.Equal(Bits(expected), Bits(Mask([Count], rate, key)));
    }

    [Theory]
    [MemberData(nameof(Masks))]
    public void Channels_are_dropped_as_the_managed_engine_drops_them(float rate, uint key)
    {
        const int Rows = 33, Channels = 17, Positions = 12;
        float[] expected = [.. Enumerable.Repeat(1f, Rows * Channels * Positions)];
        new SpatialDropout(rate, key).Apply(expected, Positions);
        float[] mask = Mask([Rows, Channels, 1, 1], rate, key);
        Assert.Equal(Bits(expected), Bits([.. mask.SelectMany(m => Enumerable.Repeat(m, Positions))]));
    }

    [Fact]
    public void A_mask_is_the_hash_of_key_and_position()
    {
        const float Rate = 0.3f;
        var hash = new PositionHash(12345);
        float[] expected = [.. Enumerable.Range(0, 1000).Select(i => hash.Of((uint)i) >= (uint)(Rate * 4294967296.0) ? 1f / (1f - Rate) : 0f)];
        Assert.Equal(expected, Mask([10, 100], Rate, 12345));
        Assert.InRange(expected.Count(m => m == 0), 250, 350);
    }

    private static float[] Mask(long[] shape, float rate, uint key)
    {
        using var mask = new PositionMask(SideBySide.Cpu());
        using LibTorch.Tensor elements = mask.Elements(shape, rate, key);
        using LibTorch.Tensor onDevice = mask.OnDevice(shape, rate, key);
        Assert.Equal(shape, elements.shape);
        Assert.Equal(shape, onDevice.shape);
        float[] values = elements.data<float>().ToArray();
        Assert.Equal(Bits(values), Bits(onDevice.data<float>().ToArray()));
        return values;
    }

    private static uint[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToUInt32Bits)];
}
