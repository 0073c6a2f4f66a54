using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using SigProp.Numerics;

namespace SigProp.Losses;

/// <summary>
/// The cross-entropy over pairs: each sample is compared with the targets of all samples of the batch, of which one or more are right.
/// </summary>
/// <remarks>
/// With a target for each sample, g is the n x n logits. With a target for each class, the columns of samples of one class are equal and
/// g has a column a class: column k stands for the c_k samples of the class, c_k exp(z_ik) of the softmax's sum and Q_ik of what is right.
/// </remarks>
internal sealed class PairLoss(LocalLossKind kind, int topK, float scale, bool targetPerSample) : ProductLoss(scale)
{
    private readonly PairPositives _positives = new(kind, topK, targetPerSample);

    // L = 1/n sum_i w_i l_i, l_i = -sum_j q_ij log softmax(z_i)_j; with s = sum_j q_ij, dl_i/dz_i = s softmax(z_i) - q_i
    public override LossValue Evaluate(ComputeContext context, in MatrixView h, in MatrixView t, in Lesson lesson, in MatrixView g)
    {
        if (targetPerSample && t.Rows != h.Rows)
        {
            throw new ArgumentException($"There are {t.Rows} targets for {h.Rows} samples; there must be one for each.", nameof(t));
        }

        Scores(context, h, t, g);
        _positives.Prepare(context, lesson, h.Rows, t.Rows);
        double loss = 0;
        int right = 0;
        for (int i = 0; i < g.Rows; i++)
        {
            float sum = _positives.Find(lesson, i);
            Span<float> z = g.Row(i);
            right += IsRight(z, i, lesson.Labels) ? 1 : 0;
            float weight = lesson.Weight(i);
            loss += weight * SoftCrossEntropy(z, _positives.Counts, _positives.Right, sum, Scale * weight / g.Rows);
        }

        return new LossValue(loss / g.Rows, right);
    }

    /// <summary>Whether the most similar target is a right one. A sample's own target, made from the sample itself, does not count; without
    /// labels it alone is right.</summary>
    private bool IsRight(ReadOnlySpan<float> z, int sample, ReadOnlySpan<int> labels)
    {
        bool others = targetPerSample && !labels.IsEmpty;
        int best = -1;
        for (int j = 0; j < z.Length; j++)
        {
            if ((best < 0 || z[j] > z[best]) && !(others && j == sample))
            {
                best = j;
            }
        }

        return best >= 0 && (others ? labels[best] == labels[sample] : _positives.Right[best] > 0);
    }

    /// <summary>The loss of a row; overwrites its logits with <paramref name="factor"/> times the gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SoftCrossEntropy(Span<float> z, ReadOnlySpan<float> counts, ReadOnlySpan<float> q, float s, float factor)
    {
        // Targets of classes without a sample are no pair's: exp makes 0 of them.
        for (int j = 0; j < z.Length; j++)
        {
            z[j] = counts[j] == 0 ? float.NegativeInfinity : z[j];
        }

        float max = TensorPrimitives.Max<float>(z);
        double right = 0;
        for (int j = 0; j < z.Length; j++)
        {
            z[j] -= max;
            right += q[j] == 0 ? 0 : q[j] * (double)z[j];
        }

        RowOperations.Exp(z);
        float sum = 0;
        for (int j = 0; j < z.Length; j++)
        {
            z[j] *= counts[j];
            sum += z[j];
        }

        float share = s / sum;
        for (int j = 0; j < z.Length; j++)
        {
            z[j] = factor * ((share * z[j]) - q[j]);
        }

        return (s * Math.Log(sum)) - right;
    }
}
