using SigProp.Losses;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Losses;

/// <summary>For regression: every target stands for a bin of values with mean c_k; the prediction is the expected value under the softmax of Z = h t^T, and the
/// loss its squared error with a small part of cross-entropy (<see cref="ExpectationLoss"/>).</summary>
internal sealed class TorchExpectationLoss(float scale) : TorchLoss
{
    public override Tensor Scores(Tensor h, Tensor t) => Products(Rows(h), Rows(t)).Times(scale);

    // p_i = softmax(z_i), y_i = sum_k p_ik c_k, q_ik ~ exp(-(c_k - y*_i)^2 / (2 s^2)); L = 1/n sum_i w_i ((y_i - y*_i)^2 - a sum_k q_ik log p_ik)
    public override TorchLossValue Evaluate(Tensor h, Tensor t, TorchLesson lesson)
    {
        Tensor logs = nn.functional.log_softmax(Scores(h, t), 1), centers = lesson.Centers!, values = lesson.Values!;
        Tensor error = logs.exp().mul(centers).sum(1).sub(values.squeeze(1));
        Tensor distance = centers.sub(values).Over(ExpectationLoss.BumpWidth);
        Tensor bump = nn.functional.softmax(distance.mul(distance).Times(-0.5), 1);
        Tensor crossEntropy = bump.mul(logs).sum(1).neg(), squares = error.mul(error);
        return new TorchLossValue(lesson.Mean(squares.Plus(crossEntropy.Times(ExpectationLoss.BumpWeight))), squares.detach().neg().Plus(1).sum());
    }
}
