using SigProp.Numerics;

namespace SigProp.Losses;

/// <summary>The gradient of a local loss, worked out when and where a layer needs it: it is a small matrix times the targets, or the outputs, and need
/// never be stored as a whole.</summary>
/// <param name="loss">The loss.</param>
/// <param name="signal">h and t as compared.</param>
/// <param name="g">What <see cref="LocalLoss.Evaluate"/> left.</param>
/// <param name="isHalf">Whether gradients are rounded to 16 bits.</param>
internal readonly struct LossGradient(LocalLoss loss, in Signal signal, in MatrixView g, bool isHalf = false)
{
    private readonly LocalLoss _loss = loss;
    private readonly Signal _signal = signal;
    private readonly MatrixView _g = g;

    /// <summary>dL/dh of as many samples as <paramref name="dh"/> has rows, from sample <paramref name="first"/> on.</summary>
    public void OfOutputs(ComputeContext context, int first, in MatrixView dh)
    {
        _loss.GradientOfOutputs(context, _signal.H, _signal.T, _g, first, dh);
        Round(context, dh);
    }

    /// <summary>dL/dt.</summary>
    public void OfTargets(ComputeContext context, in MatrixView dt)
    {
        _loss.GradientOfTargets(context, _signal.H, _signal.T, _g, dt);
        Round(context, dt);
    }

    private void Round(ComputeContext context, in MatrixView gradient)
    {
        if (isHalf)
        {
            HalfRounding.RunScaled(context, gradient);
        }
    }
}
