using SigProp.Numerics;

namespace SigProp;

/// <summary>Answers blocks of rows by every exit of a network and by its head, for whoever measures.</summary>
internal interface IScorer
{
    /// <summary>The most rows of a block.</summary>
    int MaxRows { get; }

    /// <summary>To be called where the network's tensors may have changed since the last block.</summary>
    void Begin();

    /// <summary>Runs all layers once and hands the scores of every exit, then of the head, to <paramref name="take"/>: [rows, scores] each,
    /// with the answer's number (the layer from 0, the head last).</summary>
    void AllScores(ReadOnlySpan<float> features, int rows, Action<int, MatrixView> take);
}
