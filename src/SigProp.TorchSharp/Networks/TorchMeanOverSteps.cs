namespace SigProp.TorchSharp.Networks;

/// <summary>The mean of a spiking network's last spikes over the steps.</summary>
/// <param name="steps">T.</param>
/// <param name="shape">The shape of a step.</param>
internal sealed class TorchMeanOverSteps(int steps, ImageShape shape) : TorchStage
{
    // y = 1/T sum_s x_s
    public override TorchSignal Forward(in TorchSignal input, in TorchPass pass)
        => new(Mean(input.H), input.T is null ? null : Mean(input.T));

    private Tensor Mean(Tensor x) => x.reshape(x.shape[0], steps, -1).mean([1]).reshape(Sizes(x.shape[0], shape));
}
