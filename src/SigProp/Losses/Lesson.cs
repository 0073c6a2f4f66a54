using SigProp.Numerics;

namespace SigProp.Losses;

/// <summary>What the n rows of a batch ought to be.</summary>
internal readonly ref struct Lesson
{
    /// <summary>Class, or quantile bin, of each row.</summary>
    public ReadOnlySpan<int> Labels { get; init; }

    /// <summary>Weight of each row, of mean 1 over the training set; empty where all are 1.</summary>
    public ReadOnlySpan<float> Weights { get; init; }

    /// <summary>Standardised values, [n, outputs] row by row; empty for classes.</summary>
    public ReadOnlySpan<float> Values { get; init; }

    /// <summary>The mean standardised value of each bin; empty where there are none.</summary>
    public ReadOnlySpan<float> Centers { get; init; }

    /// <summary>What the targets were before this layer, rows as the rows of t; read by the losses over similar pairs alone.</summary>
    public MatrixView Contexts { get; init; }

    /// <summary>Whether the contexts are the labels one-hot, as before layer 1 (<see cref="Contexts"/> is empty then).</summary>
    public bool ContextsAreOneHot { get; init; }

    public float Weight(int row) => Weights.IsEmpty ? 1f : Weights[row];
}
