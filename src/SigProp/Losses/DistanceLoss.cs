using System.Numerics.Tensors;
using SigProp.Numerics;

namespace SigProp.Losses;

/// <summary>The cross-entropy of minus the squared Euclidean distance of h to each class's target (Eq 7).</summary>
internal sealed class DistanceLoss : LocalLoss
{
    // z_ij = -|h_i - t_j|^2 = 2 h_i . t_j - |h_i|^2 - |t_j|^2
    public override void Scores(ComputeContext context, in MatrixView h, in MatrixView t, in MatrixView scores)
    {
        Gemm.Multiply(context, h, false, t, true, scores, 0f);
        for (int j = 0; j < scores.Columns; j++)
        {
            float tt = TensorPrimitives.SumOfSquares<float>(t.Row(j));
            for (int i = 0; i < scores.Rows; i++)
            {
                scores[i, j] = (2f * scores[i, j]) - tt;
            }
        }

        for (int i = 0; i < scores.Rows; i++)
        {
            Span<float> row = scores.Row(i);
            TensorPrimitives.Subtract(row, TensorPrimitives.SumOfSquares<float>(h.Row(i)), row);
        }
    }

    // dh_i = sum_j g_ij 2 (t_j - h_i) = 2 (G t)_i, since each row of G sums to 0; dt_j = 2 (G^T h)_j - 2 t_j sum_i g_ij
    protected override void Gradient(ComputeContext context, in Signal signal, in MatrixView g, in Signal gradient)
    {
        Gemm.Multiply(context, g, false, signal.T, false, gradient.H, 0f);
        Gemm.Multiply(context, g, true, signal.H, false, gradient.T, 0f);
        TensorPrimitives.Multiply(gradient.H.Elements, 2f, gradient.H.Elements);
        for (int j = 0; j < signal.Targets; j++)
        {
            float sum = 0;
            for (int i = 0; i < g.Rows; i++)
            {
                sum += g[i, j];
            }

            Span<float> row = gradient.T.Row(j);
            TensorPrimitives.Multiply(row, 2f, row);
            TensorPrimitives.MultiplyAdd(signal.T.Row(j), -2f * sum, row, row);
        }
    }
}
