using System.Numerics.Tensors;
using SigProp.Numerics;

namespace SigProp.Losses;

/// <summary>A loss whose logits are Z = scale h t^T. Its g becomes G = dL/d(h t^T), [n, k] for k rows of t.</summary>
internal abstract class ProductLoss(float scale) : LocalLoss
{
    /// <summary>Factor of every logit.</summary>
    protected float Scale { get; } = scale;

    public override int Columns(int samples, int targets) => targets;

    // Z = scale h t^T
    public override void Scores(ComputeContext context, in MatrixView h, in MatrixView t, in MatrixView scores)
    {
        Gemm.Multiply(context, FirstColumns(h, t.Columns), false, t, true, scores, 0f);
        Multiply(scores, Scale);
    }

    // dh = G t, and 0 where t has no columns
    public override void GradientOfOutputs(
        ComputeContext context, in MatrixView h, in MatrixView t, in MatrixView g, int first, in MatrixView dh)
    {
        Gemm.Multiply(context, g.Slice(first, dh.Rows), false, t, false, FirstColumns(dh, t.Columns), 0f);
        for (int i = 0; t.Columns < dh.Columns && i < dh.Rows; i++)
        {
            dh.Row(i)[t.Columns..].Clear();
        }
    }

    // dt = G^T h
    public override void GradientOfTargets(ComputeContext context, in MatrixView h, in MatrixView t, in MatrixView g, in MatrixView dt)
        => Gemm.Multiply(context, g, true, FirstColumns(h, t.Columns), false, dt, 0f);

    protected static MatrixView FirstColumns(in MatrixView a, int columns)
        => columns == a.Columns ? a : new MatrixView(a.Array, a.Offset, a.Rows, columns, a.Stride);

    protected static void Multiply(in MatrixView a, float factor)
    {
        for (int i = 0; factor != 1f && i < a.Rows; i++)
        {
            TensorPrimitives.Multiply(a.Row(i), factor, a.Row(i));
        }
    }
}
