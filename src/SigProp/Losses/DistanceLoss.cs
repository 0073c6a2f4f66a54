using System.Numerics.Tensors;
using SigProp.Numerics;

namespace SigProp.Losses;

/// <summary>The cross-entropy of minus the squared Euclidean distance of h to each class's target (Eq 7).</summary>
/// <remarks>Its g becomes G = 2 dL/dZ scale: z = 2 h . t and more that the rows of G, which sum to 0, do not see.</remarks>
internal sealed class DistanceLoss(float scale) : ProductLoss(scale)
{
    // z_ij = -|h_i - t_j|^2 = 2 h_i . t_j - |h_i|^2 - |t_j|^2
    public override void Scores(ComputeContext context, in MatrixView h, in MatrixView t, in MatrixView scores)
    {
        MatrixView compared = FirstColumns(h, t.Columns);
        Products(context, compared, t, scores);
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
            TensorPrimitives.Subtract(row, TensorPrimitives.SumOfSquares<float>(compared.Row(i)), row);
        }

        Multiply(scores, Scale);
    }

    public override LossValue Evaluate(ComputeContext context, in MatrixView h, in MatrixView t, in Lesson lesson, in MatrixView g)
    {
        Scores(context, h, t, g);
        LossValue value = CrossEntropy.Evaluate(g, lesson.Labels, lesson.Weights);
        Multiply(g, 2f * Scale);
        return value;
    }

    // dh_i = sum_j g_ij (t_j - h_i) = (G t)_i, since each row of G sums to 0; dt_j = (G^T h)_j - t_j sum_i g_ij
    public override void GradientOfTargets(ComputeContext context, in MatrixView h, in MatrixView t, in MatrixView g, in MatrixView dt)
    {
        base.GradientOfTargets(context, h, t, g, dt);
        for (int j = 0; j < t.Rows; j++)
        {
            float sum = 0;
            for (int i = 0; i < g.Rows; i++)
            {
                sum += g[i, j];
            }

            TensorPrimitives.MultiplyAdd(t.Row(j), -sum, dt.Row(j), dt.Row(j));
        }
    }
}
