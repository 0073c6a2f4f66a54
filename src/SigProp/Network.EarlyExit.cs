using SigProp.Layers;
using SigProp.Numerics;

namespace SigProp;

public sealed partial class Network
{
    /// <summary>Class probabilities of each row by the first layer that is sure enough: whose most probable class leads the second by at least
    /// <paramref name="margin"/>; rows that no layer is sure of go to the head (section III-B, early exit). Rows leave as they are done, so
    /// later layers have fewer to work on.</summary>
    /// <param name="features">Rows of <see cref="InputWidth"/> features each.</param>
    /// <param name="margin">The difference of the two largest probabilities, in [0, 1]: 0 stops at the first layer, 1 goes to the head.</param>
    /// <param name="probabilities">Takes a row of <see cref="ClassCount"/> probabilities for each row of features.</param>
    /// <param name="depths">Takes for each row the layer that answered, from 1; <see cref="LayerCount"/> + 1 for the head.</param>
    /// <returns>The mean number of layers that a row went through.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit, a feature is NaN or infinite, or the margin is not in [0, 1].</exception>
    /// <exception cref="InvalidOperationException">The network predicts numbers, or has no exits, or a row's scores overflow.</exception>
    public unsafe double PredictEarly(ReadOnlySpan<float> features, double margin, Span<float> probabilities, Span<int> depths)
    {
        ThrowIfRegression();
        int rows = RowsOf(features);
        if (!(margin >= 0 && margin <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(margin), margin, "The margin must lie in [0, 1].");
        }

        if (probabilities.Length != (long)rows * ClassCount || depths.Length != rows)
        {
            throw new ArgumentException(
                $"{rows} rows need room for {(long)rows * ClassCount} probabilities and {rows} depths; there is room for {probabilities.Length} "
                + $"and {depths.Length}.");
        }

        ThrowIfNoExit(1);
        fixed (float* x = features, p = probabilities)
        fixed (int* d = depths)
        {
            Share(features, rows, new EarlyRows(this, margin, new(x, InputWidth), new(p, ClassCount), new(d, 1)));
        }

        long layers = 0;
        foreach (int depth in depths)
        {
            layers += Math.Min(depth, LayerCount);
        }

        return rows == 0 ? 0 : (double)layers / rows;
    }

    private void PredictEarly(
        Inference inference, ReadOnlySpan<float> features, double margin, Span<float> probabilities, Span<int> depths, int firstRow)
    {
        Span<int> open = inference.Open(depths.Length);
        Signal signal = inference.Load(features, open.Length);
        int done = 0;
        for (int s = 0; s < Stages.Count; s++)
        {
            signal = inference.Forward(signal, Stages[s]);
            if (Stages[s] is not Layer)
            {
                continue;
            }

            bool answers = ++done == LayerCount && Head.NeedsTargets && Spec.Head != HeadKind.Vote;
            MatrixView scores = inference.ExitScores(signal.H, done - 1);
            int left = 0;
            for (int i = 0; i < open.Length; i++)
            {
                Span<float> p = Probabilities(scores.Row(i), done - 1, firstRow + open[i]);

                // At a margin of 1 not even a row whose probabilities have been rounded to 1 and 0 is sure enough.
                if (answers || (margin < 1 && Margin(p) >= margin))
                {
                    Answer(p, open[i], answers ? LayerCount + 1 : done, probabilities, depths);
                }
                else
                {
                    signal.H.Row(i).CopyTo(signal.H.Row(left));
                    open[left++] = open[i];
                }
            }

            if (left == 0)
            {
                return;
            }

            open = open[..left];
            signal = new Signal(signal.H.Slice(0, left), default);
        }

        HeadAnswers(inference, features, signal.H, open, probabilities, depths, firstRow);
    }

    private void HeadAnswers(
        Inference inference, ReadOnlySpan<float> features, in MatrixView h, ReadOnlySpan<int> open, Span<float> probabilities, Span<int> depths, int firstRow)
    {
        for (int i = 0; i < open.Length; i++)
        {
            // A vote has heard all layers, whose answers for this row are gone: it is heard again.
            Span<float> scores = Spec.Head == HeadKind.Vote
                ? inference.Scores(features.Slice(open[i] * InputWidth, InputWidth), 1, null)
                : inference.HeadScores(h.Slice(i, 1)).Elements;
            Answer(Probabilities(scores, LayerCount, firstRow + open[i]), open[i], LayerCount + 1, probabilities, depths);
        }
    }

    private void Answer(ReadOnlySpan<float> p, int row, int depth, Span<float> probabilities, Span<int> depths)
    {
        p.CopyTo(probabilities.Slice(row * ClassCount, ClassCount));
        depths[row] = depth;
    }

    private Span<float> Probabilities(Span<float> scores, int answer, int row)
    {
        float sharpness = 1f / Calibration.TemperatureOf(answer);
        for (int k = 0; k < scores.Length; k++)
        {
            scores[k] *= sharpness;
        }

        return float.IsFinite(RowOperations.SoftMax(scores)) ? scores : throw ScoresNotFinite(row);
    }

    private static float Margin(ReadOnlySpan<float> p)
    {
        float first = 0, second = 0;
        foreach (float value in p)
        {
            second = Math.Max(second, Math.Min(first, value));
            first = Math.Max(first, value);
        }

        return first - second;
    }

    private readonly struct EarlyRows(
        Network network, double margin, PinnedRows<float> features, PinnedRows<float> probabilities, PinnedRows<int> depths) : IRowBlock
    {
        public void Execute(Inference inference, int first, int count)
        {
            Span<float> rows = features.Slice(first, count);
            Guard.AllFinite(rows, "features");
            network.PredictEarly(inference, rows, margin, probabilities.Slice(first, count), depths.Slice(first, count), first);
        }

        public void Clear(int rows)
        {
            probabilities.Slice(0, rows).Clear();
            depths.Slice(0, rows).Clear();
        }
    }
}
