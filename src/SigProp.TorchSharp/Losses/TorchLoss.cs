using SigProp.Layers;
using SigProp.Spiking;
using SigProp.TorchSharp.Networks;

namespace SigProp.TorchSharp.Losses;

/// <summary>A layer's own loss on its output h, [n, ...], and its target t, [m, ...] (section III-C), in 32 bits. Gradients are autograd's.</summary>
internal abstract class TorchLoss
{
    /// <summary>Makes the loss of a layer, from 0, as <see cref="Network.CreateLosses"/> does.</summary>
    public static TorchLoss Create(Network network, int layer)
    {
        Layer managed = network.Layers[layer];
        LocalLossKind kind = network.Spec.LossOf(layer);
        if (managed is SpikingLayer spiking)
        {
            // Voltages are compared by their dot product over the root of the width, or of the channels.
            bool readsVoltage = network.Spec.Spiking!.LearningSignal == SpikingLearningSignal.Voltage;
            float scale = 1f / (managed.OutputShape.Positions * (readsVoltage ? MathF.Sqrt(spiking.Inner.OutputShape.Channels) : 1f));
            return new TorchStepwiseLoss(Create(network, kind, scale), new TorchNeuron(spiking.Neuron, spiking.Reading));
        }

        return managed.ComparesMeans ? new TorchPooledLoss(Create(network, kind, 1f)) : Create(network, kind, 1f / managed.OutputShape.Positions);
    }

    /// <summary>Z, [n, m]: how alike each h is to each class's t, for prediction; the larger the more.</summary>
    public abstract Tensor Scores(Tensor h, Tensor t);

    /// <summary>The loss of a batch.</summary>
    public abstract TorchLossValue Evaluate(Tensor h, Tensor t, TorchLesson lesson);

    private static TorchLoss Create(Network network, LocalLossKind kind, float scale) => kind switch
    {
        LocalLossKind.Dot => new TorchDotLoss(scale),
        LocalLossKind.SquaredDistance => new TorchDistanceLoss(scale),
        LocalLossKind.Expectation => new TorchExpectationLoss(scale),
        _ => new TorchPairLoss(kind, network.Spec.TopK, scale, targetPerSample: !network.Spec.HasClassTargets),
    };

    /// <summary>Rows of numbers in 32 bits.</summary>
    private protected static Tensor Rows(Tensor signal) => signal.to_type(ScalarType.Float32).flatten(1);

    /// <summary>h t^T; h narrower by what t lacks, which is zero.</summary>
    private protected static Tensor Products(Tensor h, Tensor t) => FirstColumns(h, t).mm(t.t());

    private protected static Tensor FirstColumns(Tensor h, Tensor t) => h.shape[1] == t.shape[1] ? h : h.narrow(1, 0, t.shape[1]);
}
