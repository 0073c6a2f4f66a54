using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Losses;

/// <summary>How far the similarities of a batch's rows are from those of their classes (Nøkland and Eidnes 2019, "sim"); see
/// <see cref="SigProp.Losses.SimilarityLoss"/>.</summary>
internal static class TorchSimilarityLoss
{
    /// <summary>Added to a row's norm.</summary>
    private const float Epsilon = 1e-8f;

    // c = a - mean(a), u = c / (|c| + eps), S = U U^T
    // L = 1/n^2 sum_ij w_i w_j (s_ij - g_ij)^2, g_ij being 1 for the same class and -1/(m-1) for others
    /// <param name="a">A, [n, width].</param>
    /// <param name="classes">m.</param>
    /// <param name="lesson">The class and the weight of each row.</param>
    public static Tensor Evaluate(Tensor a, int classes, TorchLesson lesson)
    {
        Tensor centered = a.sub(a.mean([1], keepdim: true));

        // A row without a direction, whose units are all equal, has none to learn either; and the root of zero has no slope.
        Tensor squares = centered.detach().Square().sum(1, keepdim: true);
        Tensor c = torch.where(squares.IsAbove(Epsilon * Epsilon), centered, centered.detach());
        Tensor norm = c.Square().sum(1, keepdim: true).AtLeast(1e-30f).sqrt();
        Tensor u = c.div(norm.Plus(Epsilon));
        Tensor squared = u.mm(u.t()).sub(Wanted(lesson.Labels!, classes)).Square();
        if (lesson.Weights is Tensor weights)
        {
            squared = squared.mul(weights.unsqueeze(1)).mul(weights.unsqueeze(0));
        }

        return squared.mean();
    }

    /// <summary>G, [n, n].</summary>
    private static Tensor Wanted(Tensor labels, int classes)
    {
        double other = -1.0 / (classes - 1);
        return labels.unsqueeze(1).eq(labels.unsqueeze(0)).to_type(ScalarType.Float32).Times(1 - other).Plus(other);
    }
}
