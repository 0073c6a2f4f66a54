using System.Numerics.Tensors;

namespace SigProp.Numerics;

/// <summary>Sums over rows and softmax, in a fixed order of reduction.</summary>
internal static class RowOperations
{
    /// <summary>sums[j] = sum_i a[i, j].</summary>
    public static void ColumnSums(in MatrixView a, Span<float> sums)
    {
        sums.Clear();
        for (int i = 0; i < a.Rows; i++)
        {
            TensorPrimitives.Add(sums, a.Row(i), sums);
        }
    }

    /// <summary>dots[j] = sum_i a[i, j] b[i, j].</summary>
    public static void ColumnDots(in MatrixView a, in MatrixView b, Span<float> dots)
    {
        dots.Clear();
        for (int i = 0; i < a.Rows; i++)
        {
            TensorPrimitives.MultiplyAdd(a.Row(i), b.Row(i), dots, dots);
        }
    }

    /// <summary>z = softmax(z), stable for large values; returns log(sum(exp(z))) of the row as it was.</summary>
    public static float SoftMax(Span<float> z)
    {
        float max = TensorPrimitives.Max(z);
        float sum = 0;
        for (int j = 0; j < z.Length; j++)
        {
            z[j] = MathF.Exp(z[j] - max);
            sum += z[j];
        }

        TensorPrimitives.Multiply(z, 1f / sum, z);
        return max + MathF.Log(sum);
    }
}
