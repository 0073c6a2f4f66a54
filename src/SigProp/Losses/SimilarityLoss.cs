using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using SigProp.Numerics;

namespace SigProp.Losses;

/// <summary>How far the similarities of a batch's rows are from those of their classes (Nøkland and Eidnes 2019, "sim").</summary>
internal static class SimilarityLoss
{
    /// <summary>Added to a row's norm.</summary>
    private const float Epsilon = 1e-8f;

    /// <summary>
    /// L = 1/n^2 sum_ij w_i w_j (s_ij - g_ij)^2; s_ij is the cosine of the rows i and j of A, each less its mean, g_ij that of their classes one-hot:
    /// 1 for the same class, -1/(m-1) for others. Overwrites A with the rows of which S is made.
    /// </summary>
    /// <param name="context">Threads, kernel and buffers.</param>
    /// <param name="a">A, [n, width].</param>
    /// <param name="classes">m.</param>
    /// <param name="lesson">The class and the weight of each row.</param>
    /// <param name="similarities">Takes dL/dS, [n, n].</param>
    /// <param name="norms">Takes the norms of the n rows.</param>
    /// <param name="gradient">Takes scale dL/dA, [n, width].</param>
    /// <param name="scale">A factor for the gradient.</param>
    /// <returns>L.</returns>
    public static double Evaluate(
        ComputeContext context, in MatrixView a, int classes, in Lesson lesson, in MatrixView similarities, Span<float> norms, in MatrixView gradient, float scale)
    {
        // c = a - mean(a), u = c / (|c| + eps), S = U U^T
        for (int i = 0; i < a.Rows; i++)
        {
            Span<float> row = a.Row(i);
            TensorPrimitives.Subtract(row, TensorPrimitives.Sum<float>(row) / row.Length, row);
            norms[i] = TensorPrimitives.Norm<float>(row);
            TensorPrimitives.Divide(row, norms[i] + Epsilon, row);
        }

        Gemm.Multiply(context, a, false, a, true, similarities, 0f);
        double loss = Compare(similarities, classes, lesson, scale);

        // dU = 2 dS U, dS being symmetric
        Gemm.Multiply(context, similarities, false, a, false, gradient, 0f);
        for (int i = 0; i < a.Rows; i++)
        {
            Back(a.Row(i), norms[i], gradient.Row(i));
        }

        return loss;
    }

    /// <summary>Overwrites S with 2 dL/dS = 4 w_i w_j (s_ij - g_ij) / n^2, times the scale.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Compare(in MatrixView similarities, int classes, in Lesson lesson, float scale)
    {
        int n = similarities.Rows;
        float other = -1f / (classes - 1), factor = 4f * scale / ((float)n * n);
        double loss = 0;
        for (int i = 0; i < n; i++)
        {
            Span<float> row = similarities.Row(i);
            int label = lesson.Labels[i];
            double sum = 0;
            for (int j = 0; j < row.Length; j++)
            {
                float weight = lesson.Weight(j), difference = row[j] - (lesson.Labels[j] == label ? 1f : other);
                sum += (double)weight * difference * difference;
                row[j] = factor * lesson.Weight(i) * weight * difference;
            }

            loss += lesson.Weight(i) * sum;
        }

        return loss / ((double)n * n);
    }

    /// <summary>From du to da, in place: dc = (du - u (u . du) (|c| + eps) / |c|) / (|c| + eps), da = dc - mean(dc). A row without a direction, whose units
    /// are all equal, has none to learn either.</summary>
    private static void Back(ReadOnlySpan<float> u, float norm, Span<float> gradient)
    {
        if (norm <= Epsilon)
        {
            gradient.Clear();
            return;
        }

        float along = TensorPrimitives.Dot(u, gradient) * (norm + Epsilon) / norm;
        TensorPrimitives.MultiplyAdd(u, -along, gradient, gradient);
        TensorPrimitives.Divide(gradient, norm + Epsilon, gradient);
        TensorPrimitives.Subtract(gradient, TensorPrimitives.Sum<float>(gradient) / gradient.Length, gradient);
    }
}
