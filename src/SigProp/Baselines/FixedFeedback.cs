using SigProp.Layers;
using SigProp.Numerics;

namespace SigProp.Baselines;

/// <summary>Weights that are drawn once and never learn; they take an error to where those of the way forward would.</summary>
internal sealed class FixedFeedback
{
    /// <param name="name">What takes the error back.</param>
    /// <param name="errors">The width of an error.</param>
    /// <param name="width">The width of what learns from it.</param>
    /// <param name="key">Uniform in +-1/sqrt(width), as the weights of a layer that reads so many.</param>
    public FixedFeedback(string name, int errors, int width, RandomKey key)
    {
        Weight = new Parameter($"{name}.feedback", errors, width, isWeight: true);
        DenseLayer.Initialize(key, Weight, null);
    }

    /// <summary>B, [errors, width].</summary>
    public Parameter Weight { get; }

    public long Bytes => sizeof(float) * (long)Weight.Length;

    /// <summary>dh = e B, which it overwrites.</summary>
    public void Send(ComputeContext context, in MatrixView error, in MatrixView gradient)
        => Gemm.Multiply(context, error, false, Weight.View, false, gradient, 0f);
}
