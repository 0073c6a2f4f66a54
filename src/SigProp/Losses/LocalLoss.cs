using SigProp.Numerics;

namespace SigProp.Losses;

/// <summary>A layer's own loss on its output h and target t (section III-C): cross-entropy of a comparison of h with every class's target.</summary>
internal abstract class LocalLoss
{
    public static LocalLoss Create(LocalLossKind comparison) => comparison switch
    {
        LocalLossKind.Dot => new DotLoss(),
        LocalLossKind.SquaredDistance => new DistanceLoss(),
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "Unknown comparison."),
    };

    /// <summary>Z, [n, m]: how alike each h is to each class's t; the larger the more.</summary>
    public abstract void Scores(ComputeContext context, in MatrixView h, in MatrixView t, in MatrixView scores);

    /// <summary>The loss, and its gradient with respect to h and t.</summary>
    /// <param name="context">The compute resources.</param>
    /// <param name="signal">h [n, width] and t [m, width].</param>
    /// <param name="labels">The right class of each row of h.</param>
    /// <param name="gradient">Takes dL/dh and dL/dt, shaped as the signal.</param>
    /// <param name="scores">Scratch, [n, m].</param>
    public LossValue Evaluate(
        ComputeContext context, in Signal signal, ReadOnlySpan<int> labels, in Signal gradient, in MatrixView scores)
    {
        Scores(context, signal.H, signal.T, scores);
        LossValue value = CrossEntropy.Evaluate(scores, labels);
        Gradient(context, signal, scores, gradient);
        return value;
    }

    /// <summary>From G = dL/dZ to dL/dh and dL/dt.</summary>
    protected abstract void Gradient(ComputeContext context, in Signal signal, in MatrixView g, in Signal gradient);
}
