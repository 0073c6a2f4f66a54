using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Losses;

/// <summary>The cross-entropy of minus the squared Euclidean distance of h to each class's target (Eq 7).</summary>
internal sealed class TorchDistanceLoss(float scale) : TorchLoss
{
    // z_ij = -|h_i - t_j|^2 = 2 h_i . t_j - |h_i|^2 - |t_j|^2
    public override Tensor Scores(Tensor h, Tensor t)
    {
        Tensor targets = Rows(t), compared = FirstColumns(Rows(h), targets);
        Tensor ofTargets = targets.mul(targets).sum(1), ofOutputs = compared.mul(compared).sum(1, keepdim: true);
        return Products(compared, targets).Times(2).sub(ofTargets).sub(ofOutputs).Times(scale);
    }

    public override TorchLossValue Evaluate(Tensor h, Tensor t, TorchLesson lesson) => TorchCrossEntropy.Evaluate(Scores(h, t), lesson);
}
