using System.Runtime.CompilerServices;
using SigProp.Numerics;

namespace SigProp.Losses;

/// <summary>
/// For regression: every target stands for a bin of values with mean c_k; the prediction is the expected value under the softmax of
/// Z = h t^T, and the loss its squared error.
/// </summary>
internal sealed class ExpectationLoss(float scale) : ProductLoss(scale)
{
    // p_i = softmax(z_i), y_i = sum_k p_ik c_k, L = 1/n sum_i w_i (y_i - y*_i)^2; dL/dz_ik = 2 w_i / n (y_i - y*_i) p_ik (c_k - y_i)
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override LossValue Evaluate(ComputeContext context, in MatrixView h, in MatrixView t, in Lesson lesson, in MatrixView g)
    {
        ReadOnlySpan<float> centers = lesson.Centers, values = lesson.Values;
        if (centers.Length != t.Rows || values.Length != h.Rows)
        {
            throw new ArgumentException($"There are {centers.Length} centers and {values.Length} values for {t.Rows} targets and {h.Rows} rows; "
                + "there must be as many of each.", nameof(lesson));
        }

        Scores(context, h, t, g);
        int n = h.Rows;
        double loss = 0, score = 0;
        for (int i = 0; i < n; i++)
        {
            Span<float> p = g.Row(i);
            RowOperations.SoftMax(p);
            double expected = 0;
            for (int k = 0; k < p.Length; k++)
            {
                expected += p[k] * (double)centers[k];
            }

            double error = expected - values[i];
            float weight = lesson.Weight(i), mean = (float)expected;
            loss += weight * error * error;
            score += 1 - (error * error);
            float factor = (float)(2 * weight * error * Scale / n);
            for (int k = 0; k < p.Length; k++)
            {
                p[k] *= factor * (centers[k] - mean);
            }
        }

        return new LossValue(loss / n, score);
    }
}
