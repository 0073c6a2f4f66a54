using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using SigProp.Numerics;

namespace SigProp.Losses;

/// <summary>
/// For regression: every target stands for a bin of values with mean c_k; the prediction is the expected value under the softmax of
/// Z = h t^T, and the loss its squared error. A small part of cross-entropy with a bump around the right value keeps the probabilities narrow:
/// the squared error alone has no opinion on them, and intervals taken from them would be many times too wide.
/// </summary>
internal sealed class ExpectationLoss(float scale) : ProductLoss(scale)
{
    /// <summary>How much the cross-entropy counts beside the squared error, and the deviation of a bump, in those of the values.</summary>
    public const float BumpWeight = 0.1f;
    public const float BumpWidth = 0.2f;

    private float[] _bump = [];

    // p_i = softmax(z_i), y_i = sum_k p_ik c_k, q_ik ~ exp(-(c_k - y*_i)^2 / (2 s^2)); L = 1/n sum_i w_i ((y_i - y*_i)^2 - a sum_k q_ik log p_ik);
    // dL/dz_ik = w_i / n (2 (y_i - y*_i) p_ik (c_k - y_i) + a (p_ik - q_ik))
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
        _bump = _bump.Length == t.Rows ? _bump : new float[t.Rows];
        Span<float> q = _bump;
        int n = h.Rows;
        double loss = 0, score = 0;
        for (int i = 0; i < n; i++)
        {
            Span<float> p = g.Row(i);
            Bump(values[i], centers, q);
            double crossEntropy = -TensorPrimitives.Dot<float>(q, p);
            crossEntropy += RowOperations.SoftMax(p);
            double expected = 0;
            for (int k = 0; k < p.Length; k++)
            {
                expected += p[k] * (double)centers[k];
            }

            double error = expected - values[i];
            float weight = lesson.Weight(i), mean = (float)expected;
            loss += weight * ((error * error) + (BumpWeight * crossEntropy));
            score += 1 - (error * error);
            float ofError = (float)(2 * weight * error * Scale / n), ofBump = BumpWeight * weight * Scale / n;
            for (int k = 0; k < p.Length; k++)
            {
                p[k] = (ofError * p[k] * (centers[k] - mean)) + (ofBump * (p[k] - q[k]));
            }
        }

        return new LossValue(loss / n, score);
    }

    private static void Bump(float value, ReadOnlySpan<float> centers, Span<float> q)
    {
        for (int k = 0; k < q.Length; k++)
        {
            float distance = (centers[k] - value) / BumpWidth;
            q[k] = -0.5f * distance * distance;
        }

        RowOperations.SoftMax(q);
    }
}
