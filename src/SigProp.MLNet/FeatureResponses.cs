using SigProp.Data;

namespace SigProp.MLNet;

/// <summary>How far a score that follows a network's features by given slopes moves with each number of a row, as it comes.</summary>
internal static class FeatureResponses
{
    /// <summary>Adds the squares of what each number moves the score by: of one that is standardised the slope, which is the answer to a change by one
    /// standard deviation; of one with pieces of its range the variance of the score along the ends of the pieces, between which equally many rows
    /// lie. What fills a gap counts with the number that has the gap.</summary>
    /// <param name="encoding">What makes the features; null where the numbers are the features.</param>
    /// <param name="slopes">The score's slope in each feature.</param>
    /// <param name="squares">Takes a sum for each number of a row.</param>
    /// <exception cref="InvalidOperationException">The encoding is of a kind that is not known here.</exception>
    public static void Add(FeatureEncoding? encoding, ReadOnlySpan<float> slopes, Span<double> squares)
    {
        switch (encoding)
        {
            case null or StandardScaling or ChannelScaling or RangeScaling:
                AddSlopes(slopes, squares);
                break;
            case PiecewiseLinearEncoding pieces:
                AddPieces(pieces, slopes, squares);
                break;
            case MissingValueImputation imputation:
                int encoded = imputation.Width - imputation.Indicators.Count;
                Add((FeatureEncoding?)imputation.Inner, slopes[..encoded], squares);
                for (int i = 0; i < imputation.Indicators.Count; i++)
                {
                    squares[imputation.Indicators[i]] += (double)slopes[encoded + i] * slopes[encoded + i];
                }

                break;
            default:
                throw new InvalidOperationException($"How the features of a {encoding.GetType().Name} follow the numbers of a row is not known.");
        }
    }

    private static void AddSlopes(ReadOnlySpan<float> slopes, Span<double> squares)
    {
        for (int j = 0; j < slopes.Length; j++)
        {
            squares[j] += (double)slopes[j] * slopes[j];
        }
    }

    private static void AddPieces(PiecewiseLinearEncoding encoding, ReadOnlySpan<float> slopes, Span<double> squares)
    {
        // Neighbouring pieces say nearly the same, and a number's pieces against each other nothing: their slopes are not summed up one by one.
        for (int j = 0; j < encoding.RawWidth; j++)
        {
            int[] pieces = [.. Enumerable.Range(0, encoding.Sources.Count).Where(p => encoding.Sources[p] == j)];
            if (pieces.Length == 0)
            {
                squares[j] += (double)slopes[j] * slopes[j];
                continue;
            }

            float[] ends = [encoding.From[pieces[0]], .. pieces.Select(p => encoding.To[p])];
            double sum = 0, sumOfSquares = 0;
            foreach (float end in ends)
            {
                // s(x) = w_j x / d_j + sum_p w_p min(max(x, from_p), to_p) / d_p
                double score = slopes[j] * (double)end / encoding.Scaling.Deviations[j];
                foreach (int p in pieces)
                {
                    int feature = encoding.RawWidth + p;
                    score += slopes[feature] * (double)Math.Clamp(end, encoding.From[p], encoding.To[p]) / encoding.Scaling.Deviations[feature];
                }

                sum += score;
                sumOfSquares += score * score;
            }

            double mean = sum / ends.Length;
            squares[j] += Math.Max(0, (sumOfSquares / ends.Length) - (mean * mean));
        }
    }
}
