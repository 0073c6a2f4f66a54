using SigProp.Numerics;

namespace SigProp.Losses;

/// <summary>L_pred (Eq 9, with the sign of Eq 6): the cross-entropy of Z = h t^T, not scaled by the width.</summary>
internal sealed class DotLoss : LocalLoss
{
    // Z = h t^T
    public override void Scores(ComputeContext context, in MatrixView h, in MatrixView t, in MatrixView scores)
        => Gemm.Multiply(context, h, false, t, true, scores, 0f);

    // dh = G t, dt = G^T h
    protected override void Gradient(ComputeContext context, in Signal signal, in MatrixView g, in Signal gradient)
    {
        Gemm.Multiply(context, g, false, signal.T, false, gradient.H, 0f);
        Gemm.Multiply(context, g, true, signal.H, false, gradient.T, 0f);
    }
}
