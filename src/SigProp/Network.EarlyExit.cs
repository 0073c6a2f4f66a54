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
    public double PredictEarly(ReadOnlySpan<float> features, double margin, Span<float> probabilities, Span<int> depths)
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

        Guard.AllFinite(features, "features", InputWidth);
        ThrowIfNoExit(1);
        Inference inference = TakeInference();
        long layers = 0;
        for (int start = 0; start < rows; start += inference.MaxRows)
        {
            int block = Math.Min(inference.MaxRows, rows - start);
            try
            {
                layers += PredictEarly(
                    inference,
                    features.Slice(start * InputWidth, block * InputWidth),
                    margin,
                    probabilities.Slice(start * ClassCount, block * ClassCount),
                    depths.Slice(start, block),
                    start);
            }
            catch (InvalidOperationException)
            {
                // Nothing half-written leaves.
                probabilities.Clear();
                depths.Clear();
                throw;
            }
        }

        _idle.Add(inference);
        return rows == 0 ? 0 : (double)layers / rows;
    }

    private long PredictEarly(
        Inference inference, ReadOnlySpan<float> features, double margin, Span<float> probabilities, Span<int> depths, int firstRow)
    {
        int[] open = [.. Enumerable.Range(0, depths.Length)];
        Signal signal = inference.Load(features, open.Length);
        int done = 0;
        long layers = 0;
        foreach (Stage stage in Stages)
        {
            signal = inference.Forward(signal, stage);
            if (stage is not Layer)
            {
                continue;
            }

            layers += open.Length;
            bool answers = ++done == LayerCount && Head.NeedsTargets && Spec.Head != HeadKind.Vote;
            MatrixView scores = inference.ExitScores(signal.H, done - 1);
            var left = new List<int>();
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
                    signal.H.Row(i).CopyTo(signal.H.Row(left.Count));
                    left.Add(open[i]);
                }
            }

            if (left.Count == 0)
            {
                return layers;
            }

            open = [.. left];
            signal = new Signal(signal.H.Slice(0, open.Length), default);
        }

        HeadAnswers(inference, features, signal.H, open, probabilities, depths, firstRow);
        return layers;
    }

    private void HeadAnswers(
        Inference inference, ReadOnlySpan<float> features, in MatrixView h, int[] open, Span<float> probabilities, Span<int> depths, int firstRow)
    {
        for (int i = 0; i < open.Length; i++)
        {
            // A vote has heard all layers, whose answers for this row are gone: it is heard again.
            Span<float> scores = Spec.Head == HeadKind.Vote
                ? inference.Scores(features.Slice(open[i] * InputWidth, InputWidth), 1, null).ToArray()
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
}
