using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Losses;

/// <summary>L_pred (Eq 9, with the sign of Eq 6): the cross-entropy of Z = scale h t^T.</summary>
internal sealed class TorchDotLoss(float scale) : TorchLoss
{
    public override Tensor Scores(Tensor h, Tensor t) => Products(Rows(h), Rows(t)).Times(scale);

    public override TorchLossValue Evaluate(Tensor h, Tensor t, TorchLesson lesson) => TorchCrossEntropy.Evaluate(Scores(h, t), lesson);
}
