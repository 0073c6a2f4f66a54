using System.Numerics.Tensors;
using SigProp.Numerics;

namespace SigProp.Baselines;

/// <summary>Between gradients of a batch's weighted mean, (1/n) sum_i w_i l_i, and those of each row's own loss l_i. What is not linear in a
/// gradient must not depend on the number of rows, nor on what they weigh.</summary>
internal static class RowShare
{
    /// <summary>Row i is multiplied by factor n / w_i; one that weighs nothing becomes 0.</summary>
    public static void ToRows(in MatrixView gradient, Batch batch, float factor)
    {
        for (int i = 0; i < gradient.Rows; i++)
        {
            float weight = batch.IsWeighted ? batch.Weights[i] : 1f;
            Scale(gradient.Row(i), weight > 0 ? factor * batch.Count / weight : 0f);
        }
    }

    /// <summary>Row i is multiplied by factor w_i / n.</summary>
    public static void ToMean(in MatrixView gradient, Batch batch, float factor)
    {
        for (int i = 0; i < gradient.Rows; i++)
        {
            Scale(gradient.Row(i), (batch.IsWeighted ? batch.Weights[i] : 1f) * factor / batch.Count);
        }
    }

    private static void Scale(Span<float> row, float factor) => TensorPrimitives.Multiply(row, factor, row);
}
