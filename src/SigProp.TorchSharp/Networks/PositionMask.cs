using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Networks;

/// <summary>Masks of dropout, as functions of key and position: the same as those of the managed engine (<see cref="Numerics.PositionHash"/>), which so drops the
/// same outputs.</summary>
/// <remarks>Made in 64 bits, of which the lower 32 count.</remarks>
internal sealed class PositionMask : IDisposable
{
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
    public Tensor Elements(long[] shape, float rate, uint key)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable silence = torch.no_grad();
        long count = shape.Aggregate(1L, (a, b) => a * b), threshold = (uint)(rate * 4294967296.0);
        Tensor x = TorchNumbers.UpTo(count, _place.Device);
        x = x.Times(0x9E3779B9L).bitwise_and(_low).bitwise_xor(torch.tensor((long)key, ScalarType.Int64, _place.Device));
        x = x.bitwise_xor(x.bitwise_right_shift(_sixteen)).Times(0x7FEB352DL).bitwise_and(_low);
        x = x.bitwise_xor(x.bitwise_right_shift(_fifteen)).Times(0x846CA68BL).bitwise_and(_low);
        x = x.bitwise_xor(x.bitwise_right_shift(_sixteen));
        return x.IsAtLeast(threshold).to_type(ScalarType.Float32).Times(1f / (1f - rate)).view(shape).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _low.Dispose();
        _fifteen.Dispose();
        _sixteen.Dispose();
    }

    private Tensor Constant(long value) => torch.tensor(value, ScalarType.Int64, _place.Device).DetachFromDisposeScope();
}
