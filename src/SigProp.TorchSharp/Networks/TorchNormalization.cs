using SigProp.Layers;
using SigProp.Numerics;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Networks;

/// <summary>Batch normalisation (Ioffe and Szegedy 2015) of units or of channels, that takes its statistics from h alone; t is normalised as in inference,
/// with the running statistics after this batch of h has entered them, held constant (section III-D). In 32 bits.</summary>
internal sealed class TorchNormalization
{
    /// <summary>running = (1 - momentum) running + momentum batch.</summary>
    private const double Momentum = 0.1;
    private const double Epsilon = 1e-5;

    private readonly Tensor _scale;
    private readonly Tensor _shift;
    private readonly Tensor _mean;
    private readonly Tensor _variance;

    /// <param name="layer">A layer whose parameters are weight, scale and shift, and whose buffers are mean and variance.</param>
    /// <param name="tensors">Where they are.</param>
    public TorchNormalization(Layer layer, TorchTensors tensors)
    {
        IReadOnlyList<Parameter> learned = layer.Parameters, kept = layer.Buffers;
        (_scale, _shift, _mean, _variance) = (tensors[learned[1]], tensors[learned[2]], tensors[kept[0]], tensors[kept[1]]);
    }

    /// <summary>y = scale (z - mean) / sqrt(variance + eps) + shift, with the statistics of the batch in training.</summary>
    public Tensor Forward(Tensor z, in TorchPass pass)
    {
        if (!pass.IsTraining)
        {
            return Infer(z);
        }

        Tensor single = z.to_type(ScalarType.Float32);
        if (single.numel() == single.shape[1])
        {
            // One value has no variance to tell: it is its own mean, and the running variance stays.
            using (torch.no_grad())
            {
                _mean.Add(single.detach().flatten().sub(_mean), Momentum);
            }

            // Whatever z is, y = shift: no gradient comes back to z.
            return single.sub(single).mul(Across(_scale, single)).Plus(Across(_shift, single)).to_type(z.dtype);
        }

        // The running variance is the unbiased one, the batch's own the biased one.
        return nn.functional.batch_norm(single, _mean, _variance, _scale, _shift, true, Momentum, Epsilon).to_type(z.dtype);
    }

    /// <summary>The same with the running statistics, which are constants.</summary>
    public Tensor Infer(Tensor z)
    {
        Tensor single = z.to_type(ScalarType.Float32);
        Tensor deviation = _variance.Plus(Epsilon).sqrt();
        return single.sub(Across(_mean, single)).div(Across(deviation, single)).mul(Across(_scale, single)).Plus(Across(_shift, single)).to_type(z.dtype);
    }

    /// <summary>A value for each unit, or for each channel of maps.</summary>
    private static Tensor Across(Tensor values, Tensor z) => z.dim() == 4 ? values.view(1, -1, 1, 1) : values;
}
