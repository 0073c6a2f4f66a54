using SigProp.Numerics;

namespace SigProp.Losses;

/// <summary>L_pred (Eq 9, with the sign of Eq 6): the cross-entropy of Z = h t^T, not scaled by the width.</summary>
internal sealed class DotLoss(float scale) : ProductLoss(scale)
{
    public override LossValue Evaluate(ComputeContext context, in MatrixView h, in MatrixView t, in Lesson lesson, in MatrixView g)
    {
        Scores(context, h, t, g);
        LossValue value = CrossEntropy.Evaluate(g, lesson.Labels, lesson.Weights);
        Multiply(g, Scale);
        return value;
    }
}
