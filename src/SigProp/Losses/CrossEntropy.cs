using System.Runtime.CompilerServices;
using SigProp.Numerics;

namespace SigProp.Losses;

/// <summary>Softmax cross-entropy of logits with one right class a row.</summary>
internal static class CrossEntropy
{
    /// <summary>
    /// L = -1/n sum_i log softmax(z_i)[y_i]; overwrites the logits with G = (softmax(Z) - Y) / n, the gradient of L.
    /// </summary>
    /// <returns>The loss, and how many rows had their right class on top (the first of equals).</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static LossValue Evaluate(in MatrixView logits, ReadOnlySpan<int> labels)
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
            loss -= z[labels[i]];
        }

        RowOperations.Exp(logits.Elements);
        float scale = 1f / n;
        for (int i = 0; i < n; i++)
        {
            Span<float> p = logits.Row(i);
            float sum = 0;
            for (int j = 0; j < p.Length; j++)
            {
                sum += p[j];
            }

            loss += Math.Log(sum);
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
