using System.Runtime.CompilerServices;
using SigProp.Numerics;

namespace SigProp.Losses;

/// <summary>Softmax cross-entropy of logits with one right class a row.</summary>
internal static class CrossEntropy
{
    /// <summary>
    /// L = -1/n sum_i w_i log softmax(z_i)[y_i]; overwrites the logits with G, g_i = w_i (softmax(z_i) - y_i) / n, the gradient of L.
    /// </summary>
    /// <param name="logits">Z, [n, m].</param>
    /// <param name="labels">The right class of each row.</param>
    /// <param name="weights">The weight of each row; empty where all are 1.</param>
    /// <returns>The loss, and how many rows had their right class on top (the first of equals).</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static LossValue Evaluate(in MatrixView logits, ReadOnlySpan<int> labels, ReadOnlySpan<float> weights)
    {
        int n = logits.Rows, correct = 0;
        double loss = 0;
        for (int i = 0; i < n; i++)
        {
            Span<float> z = logits.Row(i);
            int best = 0;
            for (int j = 1; j < z.Length; j++)
            {
                best = z[j] > z[best] ? j : best;
            }

            // z - max(z), so that exp cannot overflow; -log softmax(z)[y] = log(sum(exp(z))) - z[y] then loses nothing.
            float max = z[best];
            for (int j = 0; j < z.Length; j++)
            {
                z[j] -= max;
            }

            correct += best == labels[i] ? 1 : 0;
            loss -= (weights.IsEmpty ? 1f : weights[i]) * (double)z[labels[i]];
        }

        RowOperations.Exp(logits.Elements);
        for (int i = 0; i < n; i++)
        {
            float weight = weights.IsEmpty ? 1f : weights[i], scale = weight / n;
            Span<float> p = logits.Row(i);
            float sum = 0;
            for (int j = 0; j < p.Length; j++)
            {
                sum += p[j];
            }

            loss += weight * Math.Log(sum);
            float factor = scale / sum;
            for (int j = 0; j < p.Length; j++)
            {
                p[j] *= factor;
            }

            p[labels[i]] -= scale;
        }

        return new LossValue(loss / n, correct);
    }
}
