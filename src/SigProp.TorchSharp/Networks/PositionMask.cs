using System.Runtime.InteropServices;
using SigProp.Layers;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Networks;

/// <summary>Masks of dropout, as functions of key and position: the same as those of the managed engine (<see cref="Numerics.PositionHash"/>), which so drops the
/// same outputs.</summary>
/// <remarks>On a GPU they are made in 64 bits, of which the lower 32 count, a part at a time: of a large map all of it at once would take many times its memory.</remarks>
internal sealed class PositionMask : IDisposable
{
    /// <summary>Elements at once.</summary>
    private const long Part = 1 << 20;

    private readonly TorchPlace _place;
    private readonly Tensor _low;
    private readonly Tensor _fifteen;
    private readonly Tensor _sixteen;

    public PositionMask(TorchPlace place)
    {
        _place = place;

        // What a number on the device is made of besides is freed.
        using DisposeScope scope = torch.NewDisposeScope();
        _low = Constant(0xFFFFFFFFL);
        _fifteen = Constant(15);
        _sixteen = Constant(16);
    }

    /// <summary>hash(key, i) &lt; rate ? 0 : 1 / (1 - rate) for the i-th element, [<paramref name="shape"/>].</summary>
    public Tensor Elements(long[] shape, float rate, uint key) => _place.IsCuda ? OnDevice(shape, rate, key) : OnProcessor(shape, rate, key);

    /// <summary>The same by the device's own operations.</summary>
    internal Tensor OnDevice(long[] shape, float rate, uint key)
    {
        using IDisposable silence = torch.no_grad();
        long count = Count(shape), threshold = (uint)(rate * 4294967296.0);
        Tensor mask = torch.empty(shape, ScalarType.Float32, _place.Device);
        for (long start = 0; start < count; start += Part)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            Tensor x = TorchNumbers.Between(start, Math.Min(count, start + Part), _place.Device);
            x.MultiplyBy(0x9E3779B9L).bitwise_and_(_low).bitwise_xor_(torch.tensor((long)key, ScalarType.Int64, _place.Device));
            x.bitwise_xor_(x.bitwise_right_shift(_sixteen)).MultiplyBy(0x7FEB352DL).bitwise_and_(_low);
            x.bitwise_xor_(x.bitwise_right_shift(_fifteen)).MultiplyBy(0x846CA68BL).bitwise_and_(_low);
            x.bitwise_xor_(x.bitwise_right_shift(_sixteen));
            mask.view(-1).narrow(0, start, x.shape[0]).copy_(x.IsAtLeast(threshold));
        }

        mask.MultiplyBy(1f / (1f - rate));
        return mask;
    }

    /// <summary>The same by the managed engine, into the tensor's own memory.</summary>
    private static Tensor OnProcessor(long[] shape, float rate, uint key)
    {
        Tensor mask = torch.ones(shape, ScalarType.Float32);
        new Dropout(rate, key).Apply(MemoryMarshal.Cast<byte, float>(mask.bytes));
        return mask;
    }

    public void Dispose()
    {
        _low.Dispose();
        _fifteen.Dispose();
        _sixteen.Dispose();
    }

    private static long Count(long[] shape) => shape.Aggregate(1L, (a, b) => a * b);

    private Tensor Constant(long value) => torch.tensor(value, ScalarType.Int64, _place.Device).DetachFromDisposeScope();
}
