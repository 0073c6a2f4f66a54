using System.Numerics.Tensors;
using SigProp.Numerics;

namespace SigProp.Losses;

/// <summary>A loss whose logits are Z = scale h t^T. Its g becomes G = dL/d(h t^T), [n, k] for k rows of t.</summary>
/// <remarks>The maps of convolutions are wide and their targets few: such products are bound by memory and have ways of their own.</remarks>
internal abstract class ProductLoss(float scale) : LocalLoss
{
    /// <summary>Up to so many targets a product with wide maps is bound by memory.</summary>
    private const int MostFew = 64;

    /// <summary>Factor of every logit.</summary>
    protected float Scale { get; } = scale;

    public override int Columns(int samples, int targets) => targets;

    // Z = scale h t^T
    public override void Scores(ComputeContext context, in MatrixView h, in MatrixView t, in MatrixView scores)
    {
        Products(context, h, t, scores);
        Multiply(scores, Scale);
    }

    // dh = G t, and 0 where t has no columns
    public override void GradientOfOutputs(
        ComputeContext context, in MatrixView h, in MatrixView t, in MatrixView g, int first, in MatrixView dh)
    {
        if (t.Rows <= MostFew && t.Columns >= WideProduct.LeastColumns)
        {
            WideProduct.Multiply(context, g.Slice(first, dh.Rows), false, t, FirstColumns(dh, t.Columns));
        }
        else
        {
            Gemm.Multiply(context, g.Slice(first, dh.Rows), false, t, false, FirstColumns(dh, t.Columns), 0f);
        }

        for (int i = 0; t.Columns < dh.Columns && i < dh.Rows; i++)
        {
            dh.Row(i)[t.Columns..].Clear();
        }
    }

    // dt = G^T h
    public override void GradientOfTargets(ComputeContext context, in MatrixView h, in MatrixView t, in MatrixView g, in MatrixView dt)
    {
        if (t.Rows <= MostFew && t.Columns >= WideProduct.LeastColumns)
        {
            WideProduct.Multiply(context, g, true, FirstColumns(h, t.Columns), dt);
        }
        else
        {
            Gemm.Multiply(context, g, true, FirstColumns(h, t.Columns), false, dt, 0f);
        }
    }

    /// <summary>h t^T.</summary>
    protected static void Products(ComputeContext context, in MatrixView h, in MatrixView t, in MatrixView products)
    {
        if (t.Rows <= MostFew && t.Columns >= DeepProduct.LeastDepth)
        {
            DeepProduct.Multiply(context, FirstColumns(h, t.Columns), t, products);
        }
        else
        {
            Gemm.Multiply(context, FirstColumns(h, t.Columns), false, t, true, products, 0f);
        }
    }

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
