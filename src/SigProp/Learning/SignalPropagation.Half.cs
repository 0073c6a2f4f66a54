using SigProp.Numerics;

namespace SigProp.Learning;

/// <content>Learning in 16 bits: nothing of it happens in 32.</content>
internal sealed partial class SignalPropagation
{
    public override HalfStore? Half { get; }

    private void LendGenerator(ComputeContext context, RandomKey key)
    {
        if (_network.Generator.Learns)
        {
            Half?.Lend(context, _network.LayerCount, key);
        }
    }

    /// <summary>A layer has learned, and with the first one the generator.</summary>
    private void TakeBack(ComputeContext context, int layer)
    {
        Half?.TakeBack(context, layer);
        if (layer == 0 && _network.Generator.Learns)
        {
            Half?.TakeBack(context, _network.LayerCount);
        }
    }

    private void RoundSignal(ComputeContext context, in Signal signal)
    {
        if (Half is not null)
        {
            HalfRounding.Run(context, signal.H);
            HalfRounding.Run(context, signal.T);
        }
    }

    private void RoundGradient(ComputeContext context, in MatrixView gradient)
    {
        if (Half is not null)
        {
            HalfRounding.RunScaled(context, gradient);
        }
    }
}
