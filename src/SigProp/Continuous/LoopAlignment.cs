using System.Numerics.Tensors;
using SigProp.Numerics;

namespace SigProp.Continuous;

/// <summary>The angles of Fig 4.</summary>
internal static class LoopAlignment
{
    // cos(angle) = <W_z, P^T> / (|W_z| |P|), P = the product of the other weights of the loop, from W_z's output round to its input
    public static IReadOnlyList<WeightAngle> Of(CoupledStates network, ComputeContext context)
    {
        if (network.Loop is null)
        {
            return [];
        }

        Parameter[] loop = [.. network.Weights.Skip(1), network.Loop];
        var angles = new List<WeightAngle>();
        for (int z = 0; z < loop.Length; z++)
        {
            MatrixView product = loop[(z + 1) % loop.Length].View;
            for (int i = 2; i < loop.Length; i++)
            {
                MatrixView next = loop[(z + i) % loop.Length].View;
                var longer = new MatrixView(new float[checked(next.Rows * product.Columns)], next.Rows, product.Columns);
                Gemm.Multiply(context, next, false, product, false, longer, 0f);
                product = longer;
            }

            angles.Add(new WeightAngle(loop[z].Name, Degrees(loop[z].View, product)));
        }

        return angles;
    }

    /// <param name="weight">W, [n, k].</param>
    /// <param name="product">P, [k, n].</param>
    private static double Degrees(in MatrixView weight, in MatrixView product)
    {
        double dot = 0, own = 0, other = 0;
        for (int i = 0; i < weight.Rows; i++)
        {
            for (int j = 0; j < weight.Columns; j++)
            {
                dot += (double)weight[i, j] * product[j, i];
            }

            own += TensorPrimitives.SumOfSquares<float>(weight.Row(i));
        }

        for (int i = 0; i < product.Rows; i++)
        {
            other += TensorPrimitives.SumOfSquares<float>(product.Row(i));
        }

        double length = Math.Sqrt(own * other);
        return length > 0 ? Math.Acos(Math.Clamp(dot / length, -1, 1)) * 180 / Math.PI : 90;
    }
}
