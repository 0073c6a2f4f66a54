using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace SigProp.Numerics;

/// <summary>Sums over rows and softmax, in a fixed order of reduction.</summary>
internal static class RowOperations
{
    /// <summary>sums[j] = sum_i a[i, j].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ColumnSums(in MatrixView a, Span<float> sums)
    {
        sums.Clear();
        for (int i = 0; i < a.Rows; i++)
        {
            ReadOnlySpan<float> row = a.Row(i);
            int j = 0;
            for (; j <= sums.Length - Vector<float>.Count; j += Vector<float>.Count)
            {
                (new Vector<float>(sums[j..]) + new Vector<float>(row[j..])).CopyTo(sums[j..]);
            }

            for (; j < sums.Length; j++)
            {
                sums[j] += row[j];
            }
        }
    }

    /// <summary>dots[j] = sum_i a[i, j] b[i, j].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ColumnDots(in MatrixView a, in MatrixView b, Span<float> dots)
    {
        dots.Clear();
        for (int i = 0; i < a.Rows; i++)
        {
            TensorPrimitives.MultiplyAdd(a.Row(i), b.Row(i), dots, dots);
        }
    }

    /// <summary>z = softmax(z), stable for large values; returns log(sum(exp(z))) of the row as it was.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float SoftMax(Span<float> z)
    {
        float max = TensorPrimitives.Max(z);
        for (int j = 0; j < z.Length; j++)
        {
            z[j] -= max;
        }

        Exp(z);
        float sum = 0;
        for (int j = 0; j < z.Length; j++)
        {
            sum += z[j];
        }

        float factor = 1f / sum;
        for (int j = 0; j < z.Length; j++)
        {
            z[j] *= factor;
        }

        return max + MathF.Log(sum);
    }

    /// <summary>values = exp(values). An element's bits do not depend on its place: the remainder goes through the same lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Exp(Span<float> values)
    {
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Exp(new Vector<float>(values[i..])).CopyTo(values[i..]);
        }

        if (i < values.Length)
        {
            Span<float> lanes = stackalloc float[Vector<float>.Count];
            lanes.Clear();
            values[i..].CopyTo(lanes);
            Vector.Exp(new Vector<float>(lanes)).CopyTo(lanes);
            lanes[..(values.Length - i)].CopyTo(values[i..]);
        }
    }
}
