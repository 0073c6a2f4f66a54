using SigProp.Numerics;

namespace SigProp.Losses;

/// <summary>A layer's own loss on its output h, [n, width], and its target t (section III-C).</summary>
/// <remarks>
/// <para>t has a row a class or, from generators that make one target a sample, a row a sample. It may be narrower than h: what it lacks
/// is zero, and h is compared by its first columns alone.</para>
/// <para>The two gradients belong to the latest <see cref="Evaluate"/> and want the same h and t.</para>
/// </remarks>
internal abstract class LocalLoss
{
    /// <summary>Makes the loss of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="topK">How many pairs are right by <see cref="LocalLossKind.PairsTopK"/>, at least 1.</param>
    /// <param name="scale">Factor of every logit: 1 / positions for the maps of convolutions, else 1.</param>
    /// <param name="targetPerSample">Whether t has a row a sample rather than a row a class.</param>
    /// <exception cref="ArgumentOutOfRangeException">An unknown kind, or fewer than one right pair.</exception>
    /// <exception cref="ArgumentException">The kind compares with classes, but there is a target a sample.</exception>
    public static LocalLoss Create(LocalLossKind kind, int topK, float scale, bool targetPerSample)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(topK, 1);
        if (targetPerSample && kind is LocalLossKind.Dot or LocalLossKind.SquaredDistance or LocalLossKind.Expectation)
        {
            throw new ArgumentException($"{kind} compares with a target for each class; with a target for each sample, choose a loss over pairs.",
                nameof(kind));
        }

        return kind switch
        {
            LocalLossKind.Dot => new DotLoss(scale),
            LocalLossKind.SquaredDistance => new DistanceLoss(scale),
            LocalLossKind.Expectation => new ExpectationLoss(scale),
            LocalLossKind.PairsByLabel or LocalLossKind.PairsMaxAll or LocalLossKind.PairsMaxOne or LocalLossKind.PairsTopK
                => new PairLoss(kind, topK, scale, targetPerSample),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown loss."),
        };
    }

    /// <summary>Makes the loss of a kind on the means over space of maps of <paramref name="channels"/> channels, for targets that are
    /// patches (sparse).</summary>
    /// <inheritdoc cref="Create"/>
    public static LocalLoss CreatePooled(LocalLossKind kind, int topK, bool targetPerSample, int channels)
        => new PooledLoss(Create(kind, topK, 1f, targetPerSample), channels);

    /// <summary>Columns of the scratch matrix that <see cref="Evaluate"/> needs for <paramref name="samples"/> rows of h and
    /// <paramref name="targets"/> rows of t.</summary>
    public abstract int Columns(int samples, int targets);

    /// <summary>Makes room for rows of h and t in the memory that it shares with the losses of other layers (<see cref="LossScratch"/>).</summary>
    /// <returns>The bytes that this loss needs there.</returns>
    public virtual long Reserve(int samples, int width, int targets, int targetWidth) => 0;

    /// <summary>Z, [n, m]: how alike each h is to each class's t, for prediction; the larger the more.</summary>
    public abstract void Scores(ComputeContext context, in MatrixView h, in MatrixView t, in MatrixView scores);

    /// <summary>The loss; leaves in g what the gradients need.</summary>
    /// <param name="context">The compute resources.</param>
    /// <param name="h">[n, width].</param>
    /// <param name="t">[m, up to width], or [n, up to width] with a target for each sample.</param>
    /// <param name="lesson">What the rows of h ought to be.</param>
    /// <param name="g">Scratch, [n, <see cref="Columns"/>].</param>
    public abstract LossValue Evaluate(ComputeContext context, in MatrixView h, in MatrixView t, in Lesson lesson, in MatrixView g);

    /// <summary>dL/dh of the samples <paramref name="first"/> .. <paramref name="first"/> + dh.Rows - 1; overwrites
    /// <paramref name="dh"/>.</summary>
    public abstract void GradientOfOutputs(
        ComputeContext context, in MatrixView h, in MatrixView t, in MatrixView g, int first, in MatrixView dh);

    /// <summary>dL/dt; overwrites <paramref name="dt"/>.</summary>
    public abstract void GradientOfTargets(ComputeContext context, in MatrixView h, in MatrixView t, in MatrixView g, in MatrixView dt);
}
