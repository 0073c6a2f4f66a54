using System.Numerics.Tensors;
using SigProp.Numerics;

namespace SigProp.Losses;

/// <summary>Softmax cross-entropy of logits with one right class a row.</summary>
internal static class CrossEntropy
{
    /// <summary>
    /// L = -1/n sum_i log softmax(z_i)[y_i]; overwrites the logits with G = (softmax(Z) - Y) / n, the gradient of L.
    /// </summary>
    /// <returns>The loss, and how many rows had their right class on top (the first of equals).</returns>
    public static LossValue Evaluate(in MatrixView logits, ReadOnlySpan<int> labels)
    {
        int n = logits.Rows, correct = 0;
        double loss = 0;
        float scale = 1f / n;
        for (int i = 0; i < n; i++)
        {
            Span<float> z = logits.Row(i);
            int y = labels[i];
            float right = z[y];
            if (TensorPrimitives.IndexOfMax(z) == y)
            {
                correct++;
            }

            loss += RowOperations.SoftMax(z) - right;
            z[y] -= 1f;
            TensorPrimitives.Multiply(z, scale, z);
        }

        return new LossValue(loss / n, correct);
    }
}
