using SigProp.TorchSharp.Networks;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Losses;

/// <summary>A local loss at every step of spiking neurons: the mean over the steps of what another loss says of the step's r_h and r_t, which are read from the
/// voltages, [rows, steps, width], before the spike (section VI).</summary>
internal sealed class TorchStepwiseLoss(TorchLoss inner, TorchNeuron neuron) : TorchLoss
{
    /// <summary>Z = the mean over the steps of Z_s; t is what has been read of voltages already, once for all predictions.</summary>
    public override Tensor Scores(Tensor h, Tensor t)
    {
        Tensor read = Read(h), scores = inner.Scores(read.select(1, 0), t.select(1, 0));
        int steps = (int)h.shape[1];
        for (int s = 1; s < steps; s++)
        {
            scores = scores.Plus(inner.Scores(read.select(1, s), t.select(1, s)));
        }

        return scores.Times(1f / steps);
    }

    // L = 1/T sum_s L_s
    public override TorchLossValue Evaluate(Tensor h, Tensor t, TorchLesson lesson)
    {
        Tensor ofOutputs = Read(h), ofTargets = Read(t);
        int steps = (int)h.shape[1];
        TorchLossValue sum = inner.Evaluate(ofOutputs.select(1, 0), ofTargets.select(1, 0), lesson);
        for (int s = 1; s < steps; s++)
        {
            TorchLossValue value = inner.Evaluate(ofOutputs.select(1, s), ofTargets.select(1, s), lesson);
            sum = new TorchLossValue(sum.Mean.Plus(value.Mean), sum.Score.Plus(value.Score));
        }

        return new TorchLossValue(sum.Mean.Times(1f / steps), sum.Score.to_type(ScalarType.Float32).Times(1f / steps));
    }

    private Tensor Read(Tensor v) => neuron.Read(v.to_type(ScalarType.Float32));
}
